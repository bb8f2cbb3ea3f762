package dev.earshot.decode;

import dev.earshot.exchange.Request;
import java.util.ArrayList;
import java.util.List;

/// Yandex Metrica's `browser-info`: names and values in turn, all between colons, `pv:1:la:en-US:u:172…:t:Title`. The
/// title comes last and may hold colons itself. Each becomes a leaf, `browser-info.t`.
///
/// Source: captured requests of 2023 and 2024 in public repositories, read 2026-11-22.
final class YandexFormat implements VendorFormat {
    private static final Step.Decoded LIST = new Step.Decoded("list");
    private static final String PARAMETER = "browser-info";
    private static final int LONGEST_NAME = 6;
    private static final int MOST = 100;

    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        int decoded = leaves.size();
        for (int i = 0; i < decoded; i++) {
            if (leaves.get(i).path().equals(PARAMETER)) {
                split(leaves.get(i), leaves);
            }
        }
    }

    private static void split(Leaf list, List<Leaf> leaves) {
        String text = list.value();
        int number = 0;
        for (int begin = 0; begin < text.length() && number < MOST; number++) {
            int colon = text.indexOf(':', begin);
            if (colon <= begin || colon - begin > LONGEST_NAME) {
                return;
            }
            String name = text.substring(begin, colon);
            int next = name.equals("t") ? -1 : text.indexOf(':', colon + 1);
            int end = next < 0 ? text.length() : next;
            if (end > colon + 1) {
                List<Step> steps = new ArrayList<>(list.steps());
                steps.add(LIST);
                steps.add(new Step.Member(name));
                leaves.add(new Leaf(
                        list.origin(),
                        list.source(),
                        steps,
                        PARAMETER + "." + name,
                        name,
                        list.event(),
                        text.substring(colon + 1, end),
                        list.start(),
                        list.length()));
            }
            begin = end + 1;
        }
    }
}
