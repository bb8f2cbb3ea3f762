package dev.earshot.decode;

import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What Google's tag says of a person, in the `em` of Google Analytics 4, Google Ads and Floodlight:
/// `tv.1~em.<hash>~pn.<hash>~fn0.<hash>~ln0.<hash>~pc0.94105~co0.US`. Each field is a member, named as it is sent:
/// `em.em`, `em.fn0`, so that the catalogue can say which are hashes.
///
/// And what it says of a product, `pr1=idMRI-1~nmMammogram~k0specialty~v0oncology`, where two letters name a field and
/// `~~` is a tilde: `pr1.nm`, and `pr1.specialty` for what the site added.
///
/// The number behind a field of an address is the address's position. A field may be an error code (`em.e1`) or stand
/// alone (`ec.e7`): nothing is known of the person then, and nothing is told.
///
/// Source: Google's own reader of it, EnhancedMatchMapper of its matching service (Apache-2.0, Copyright 2025 Google
/// LLC, read 2026-11-22), for em, pn, fn, ln, pc, co and ec; requests found in public repositories for sa, ct and rg;
/// the decoder of mbaersch/tracking-auditor-extension (2026 captures, read 2026-11-22) for products.
final class GoogleTagFormat implements VendorFormat {
    private static final Step.Decoded STEP = new Step.Decoded("user data");
    private static final Step.Decoded PRODUCT = new Step.Decoded("product");
    private static final String BEGINNING = "tv.1~";
    private static final int LONGEST_NAME = 6;
    private static final int MOST = 200;

    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        List<Leaf> added = null;
        for (Leaf leaf : leaves) {
            String value = leaf.value();
            boolean person = value.startsWith(BEGINNING);
            if ((person || isProduct(leaf)) && Derived.isPayload(leaf)) {
                added = added == null ? new ArrayList<>() : added;
                if (person) {
                    fields(leaf, added);
                } else {
                    product(leaf, added);
                }
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

    /// `pr1` to `pr200`.
    private static boolean isProduct(Leaf leaf) {
        String path = leaf.path();
        if (!path.startsWith("pr") || path.length() > 5 || path.length() < 3) {
            return false;
        }
        for (int i = 2; i < path.length(); i++) {
            if (path.charAt(i) < '0' || path.charAt(i) > '9') {
                return false;
            }
        }
        return leaf.value().indexOf('~') >= 0;
    }

    private static void product(Leaf leaf, List<Leaf> added) {
        String product = leaf.value();
        String[] names = new String[10];
        StringBuilder field = new StringBuilder();
        for (int i = 0; i <= product.length() && added.size() < MOST; i++) {
            boolean end = i == product.length();
            if (!end && product.charAt(i) == '~' && i + 1 < product.length() && product.charAt(i + 1) == '~') {
                field.append('~');
                i++;
            } else if (!end && product.charAt(i) != '~') {
                field.append(product.charAt(i));
            } else {
                field(leaf, field.toString(), names, added);
                field.setLength(0);
            }
        }
    }

    /// @param names what the site calls its own fields, by their numbers
    private static void field(Leaf leaf, String field, String[] names, List<Leaf> added) {
        if (field.length() < 3 || !isName(field, 0, 2)) {
            return;
        }
        String name = field.substring(0, 2);
        String value = field.substring(2);
        int number = field.charAt(1) - '0';
        boolean numbered = number >= 0 && number <= 9;
        if (numbered && name.charAt(0) == 'k') {
            names[number] = value;
        }
        boolean named = numbered && name.charAt(0) == 'v' && names[number] != null && Derived.isName(names[number]);
        added.add(Derived.part(leaf, PRODUCT, value, named ? names[number] : name));
    }
}
