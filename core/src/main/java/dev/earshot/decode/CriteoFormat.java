package dev.earshot.decode;

import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.List;

/// Lists in the events of Criteo's tag, `p0` to `pN`: e-mail addresses, as a rule hashed, `m=[5b2c…,62a1…]`, and
/// products, `p=[MRI-1,CT-2]` or `p=[i=MRI-1&pr=120&q=1,i=CT-2&pr=80&q=1]`. Each entry is a member, `p0.m[1]`,
/// `p3.p[0].i`.
///
/// Source: the decoder of mbaersch/tracking-auditor-extension (2026 captures) and TrackHAR b018948, read 2026-11-22.
final class CriteoFormat implements VendorFormat {
    private static final Step.Decoded LIST = new Step.Decoded("list");
    private static final int MOST = 1000;

    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        List<Leaf> lists = new ArrayList<>(0);
        for (Leaf leaf : leaves) {
            if (isList(leaf)) {
                lists.add(leaf);
            }
        }
        List<Leaf> added = new ArrayList<>(0);
        for (Leaf list : lists) {
            leaves.removeIf(leaf -> leaf.path().startsWith(list.path() + "."));
            entries(list, added);
        }
        leaves.addAll(added);
    }

    /// `p12.m` or `p12.p`, in brackets.
    private static boolean isList(Leaf leaf) {
        String path = leaf.path();
        String value = leaf.value();
        int dot = path.indexOf('.');
        return dot > 1
                && dot == path.length() - 2
                && path.charAt(0) == 'p'
                && (path.endsWith(".m") || path.endsWith(".p"))
                && value.length() > 2
                && value.charAt(0) == '['
                && value.charAt(value.length() - 1) == ']'
                && leaf.origin() == Origin.URL;
    }

    private static void entries(Leaf list, List<Leaf> added) {
        String value = list.value();
        int last = value.length() - 1;
        int position = 0;
        for (int begin = 1; begin < last && added.size() < MOST; position++) {
            int comma = value.indexOf(',', begin);
            int end = comma < 0 ? last : comma;
            entry(list, "[" + position + "]", value.substring(begin, end), added);
            begin = end + 1;
        }
    }

    private static void entry(Leaf list, String position, String entry, List<Leaf> added) {
        String plain = Percent.decoded(entry);
        int equals = plain.indexOf('=');
        if (equals <= 0 || !Derived.isName(plain.substring(0, equals))) {
            if (!plain.isBlank()) {
                added.add(Derived.part(list, LIST, plain, position));
            }
            return;
        }
        for (int begin = 0; begin < plain.length(); ) {
            int ampersand = plain.indexOf('&', begin);
            int end = ampersand < 0 ? plain.length() : ampersand;
            int at = plain.indexOf('=', begin);
            if (at > begin && at + 1 < end && Derived.isName(plain.substring(begin, at))) {
                added.add(Derived.part(list, LIST, plain.substring(at + 1, end), position, plain.substring(begin, at)));
            } else if (end > begin) {
                added.add(Derived.part(list, LIST, plain.substring(begin, end), position));
            }
            begin = end + 1;
        }
    }
}
