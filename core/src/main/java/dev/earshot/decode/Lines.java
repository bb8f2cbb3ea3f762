package dev.earshot.decode;

import dev.earshot.decode.Content.Text;

/// A batch with one event a line: a JSON document (NDJSON), or a form as in a GA4 body. The lines are numbered
/// without the empty ones, and opened as a body is.
///
/// The record separator of JSON text sequences (RFC 7464) and of SignalR counts as a line's end.
final class Lines implements TextCodec {
    private static final Step.Decoded STEP = new Step.Decoded("lines");

    @Override
    public int asks() {
        return Traits.BREAK;
    }

    @Override
    public boolean open(Text text, Opening into) {
        if (!isBatch(text.value, text.whole)) {
            return false;
        }
        Place lines = text.place.layer(STEP);
        int position = 0;
        for (int begin = 0; begin < text.value.length() && !into.full(); ) {
            int end = end(text.value, begin);
            if (!blank(text.value, begin, end)) {
                into.open(text.line(lines.line(position++), begin, end));
            }
            begin = end + 1;
        }
        return true;
    }

    /// Judged by its first two lines: both JSON, or, where it is no value in a container, both forms.
    private static boolean isBatch(String text, boolean whole) {
        if (text.indexOf('\n') < 0 && text.indexOf('\u001e') < 0) {
            return false;
        }
        int seen = 0;
        for (int begin = 0; begin < text.length() && seen < 2; ) {
            int end = end(text, begin);
            if (!blank(text, begin, end)) {
                String line = text.substring(begin, end).strip();
                if (!Json.isStructure(line) && !(whole && Form.fits(line))) {
                    return false;
                }
                seen++;
            }
            begin = end + 1;
        }
        return whole ? seen > 0 : seen > 1;
    }

    private static int end(String text, int begin) {
        int end = begin;
        while (end < text.length() && !endsLine(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean endsLine(char c) {
        return c == '\n' || c == '\r' || c == '\u001e';
    }

    private static boolean blank(String text, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (text.charAt(i) > ' ') {
                return false;
            }
        }
        return true;
    }
}
