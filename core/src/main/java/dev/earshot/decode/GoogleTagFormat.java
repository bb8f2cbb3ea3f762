package dev.earshot.decode;

import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Google's tag says of a person, in the `em` of Google Analytics 4, Google Ads and Floodlight:
/// `tv.1~em.<hash>~pn.<hash>~fn0.<hash>~ln0.<hash>~pc0.94105~co0.US`. Each field is a member, named as it is sent:
/// `em.em`, `em.fn0`, so that the catalogue can say which are hashes.
///
/// The number behind a field of an address is the address's position. A field may be an error code (`em.e1`) or stand
/// alone (`ec.e7`): nothing is known of the person then, and nothing is told.
///
/// Source: Google's own reader of it, EnhancedMatchMapper of its matching service (Apache-2.0, Copyright 2025 Google
/// LLC, read 2026-11-22), for em, pn, fn, ln, pc, co and ec; requests found in public repositories for sa, ct and rg.
final class GoogleTagFormat implements VendorFormat {
    private static final Step.Decoded STEP = new Step.Decoded("user data");
    private static final String BEGINNING = "tv.1~";
    private static final int LONGEST_NAME = 6;
    private static final int MOST = 200;

    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        List<Leaf> added = null;
        for (Leaf leaf : leaves) {
            if (leaf.value().startsWith(BEGINNING) && Derived.isPayload(leaf)) {
                added = added == null ? new ArrayList<>() : added;
                fields(leaf, added);
            }
        }
        Optional.ofNullable(added).ifPresent(leaves::addAll);
    }

    private static void fields(Leaf leaf, List<Leaf> added) {
        String token = leaf.value();
        for (int begin = BEGINNING.length(); begin < token.length() && added.size() < MOST; ) {
            int tilde = token.indexOf('~', begin);
            int end = tilde < 0 ? token.length() : tilde;
            int dot = token.indexOf('.', begin);
            if (dot > begin && dot + 1 < end && isName(token, begin, dot) && !isErrorCode(token, dot + 1, end)) {
                String value = Percent.decoded(token.substring(dot + 1, end));
                added.add(Derived.part(leaf, STEP, value, token.substring(begin, dot)));
            }
            begin = end + 1;
        }
    }

    /// Two letters or so, and for an address its position.
    private static boolean isName(String token, int from, int to) {
        boolean letter = token.charAt(from) >= 'a' && token.charAt(from) <= 'z';
        for (int i = from; i < to; i++) {
            char c = token.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
                return false;
            }
        }
        return letter && to - from <= LONGEST_NAME;
    }

    /// `e` and up to five digits.
    private static boolean isErrorCode(String token, int from, int to) {
        if (token.charAt(from) != 'e' || to - from < 2 || to - from > 6) {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            if (token.charAt(i) < '0' || token.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
