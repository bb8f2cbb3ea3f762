package dev.earshot.investigate.log.format;

import dev.earshot.investigate.log.LogLine.Field;

/// How CloudFront writes values, in all its standard logs: control characters, blanks, bytes from 127 on and
/// `< > " # % { } | \ ^ ~ [ ] `` ` `` ' are percent escapes; a percent sign of the request itself is thus `%25`.
///  Headers are decoded, and a user agent that was escaped twice, as older files have it, twice. In addresses only
/// the escaping of percent signs is taken back, so that they are as they were asked for.
///
/// The status `000` says that the visitor hung up before an answer: 499 here, as nginx writes it.
///
/// Source: CloudFront Developer Guide, "Standard log file format", "Standard logging reference"; read 2026-11-22.
final class CloudFront {
    private static final byte[] HUNG_UP = Bytes.of("499");
    private static final byte[] ESCAPED_BLANK = Bytes.of("%20");

    private CloudFront() {}

    static void finish(Parts parts) {
        Field status = parts.of(Part.STATUS);
        if (status.length() == 3 && status.bytes[status.from] == '0') {
            status.set(HUNG_UP, 0, HUNG_UP.length);
        }
        parts.decodeTwice(parts.of(Part.PATH));
        parts.decodeTwice(parts.of(Part.QUERY));
        Field agent = parts.of(Part.AGENT);
        parts.decodePercent(agent);
        if (Bytes.contains(agent.bytes, agent.from, agent.to, ESCAPED_BLANK)
                && Bytes.indexOf(agent.bytes, agent.from, agent.to, ' ') < 0) {
            parts.decodePercent(agent);
        }
        parts.decodePercent(parts.of(Part.COOKIES));
        parts.decodePercent(parts.of(Part.FORWARDED_FOR));
        parts.decodePercent(parts.of(Part.USER));
        parts.decodePercent(parts.of(Part.SESSION));
        parts.decodePercent(parts.of(Part.TRACE));
    }
}
