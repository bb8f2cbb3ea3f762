package dev.earshot.breach.planning;

import com.ibm.icu.util.ULocale;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds the template's language for a language as a directory writes it: a tag (`es-MX`, `zh_TW`), a code of three
/// letters (`spa`, `chi`), or a name in English or of its own (`Spanish`, `español`).
final class Languages {
    private static final Map<String, String> NAMES = names();

    private final List<String> offered;

    /// @param offered BCP 47, the one to be preferred first
    Languages(List<String> offered) {
        this.offered = offered;
    }

    enum Match {
        /// The language that is asked for.
        SAME,
        /// The same language in another script.
        NEAR,
        NOT_OFFERED,
        NOT_KNOWN
    }

    /// @param language one of those offered; empty where none will do
    record Found(Match match, String language) {}

    /// @param written not blank
    Found find(String written) {
        Optional<ULocale> asked = read(written);
        if (asked.isEmpty()) {
            return new Found(Match.NOT_KNOWN, "");
        }
        Found near = new Found(Match.NOT_OFFERED, "");
        ULocale full = ULocale.addLikelySubtags(asked.get());
        for (String tag : offered) {
            ULocale offer = ULocale.addLikelySubtags(ULocale.forLanguageTag(canonical(tag)));
            if (offer.getLanguage().equals(full.getLanguage())) {
                if (offer.getScript().equals(full.getScript())) {
                    return new Found(Match.SAME, tag);
                }
                near = near.match() == Match.NEAR ? near : new Found(Match.NEAR, tag);
            }
        }
        return near;
    }

    private static Optional<ULocale> read(String written) {
        String plain = written.strip().toLowerCase(Locale.ROOT);
        String tag = NAMES.get(plain);
        if (tag == null) {
            // `Spanish; Castilian`, `Chinese - Mandarin`, `English (United States)`
            String[] words = plain.split("[;,/(]| - ", 2);
            tag = NAMES.get(words[0].strip());
        }
        if (tag == null && plain.matches("[a-z]{2,3}([-_][a-z0-9]{2,8})*")) {
            String language = plain.split("[-_]", 2)[0];
            tag = NAMES.containsKey(language) ? plain.replace('_', '-') : null;
        }
        return Optional.ofNullable(tag).map(found -> ULocale.forLanguageTag(canonical(found)));
    }

    /// One code for one language that has several: `fil` is written `tl`, spoken Chinese `zh`.
    private static String canonical(String tag) {
        String[] parts = tag.split("-", 2);
        String language = parts[0].toLowerCase(Locale.ROOT);
        String rest = parts.length > 1 ? "-" + parts[1] : "";
        return switch (language) {
            case "fil", "tgl" -> "tl" + rest;
            case "cmn" -> "zh" + rest;
            case "yue" -> "zh" + (rest.isEmpty() ? "-Hant" : rest);
            default -> {
                String known = NAMES.getOrDefault(language, language);
                yield (known.length() == 2 || known.length() == 3 ? known : language) + rest;
            }
        };
    }

    /// To a tag from codes of two and three letters and from names; the codes of ISO 639-2 for bibliographies are those
    /// that differ from the terminological ones (loc.gov/standards/iso639-2, read 2026-11-22).
    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        for (String code : Locale.getISOLanguages()) {
            ULocale locale = new ULocale(code);
            names.putIfAbsent(code, code);
            names.putIfAbsent(locale.getISO3Language(), code);
            names.putIfAbsent(locale.getDisplayLanguage(ULocale.ENGLISH).toLowerCase(Locale.ROOT), code);
            names.putIfAbsent(locale.getDisplayLanguage(locale).toLowerCase(Locale.ROOT), code);
        }
        for (String pair : """
                alb sq,arm hy,baq eu,bur my,chi zh,cze cs,dut nl,fre fr,geo ka,ger de,gre el,ice is,mac mk,mao mi,may ms,per fa,\
                rum ro,slo sk,tgl tl,tib bo,wel cy,fil tl,filipino tl,pilipino tl,cmn zh,yue zh-Hant,mandarin zh,\
                mandarin chinese zh,cantonese zh-Hant,simplified chinese zh-Hans,chinese simplified zh-Hans,\
                traditional chinese zh-Hant,chinese traditional zh-Hant,chinese (simplified) zh-Hans,chinese (traditional) zh-Hant,\
                简体中文 zh-Hans,繁體中文 zh-Hant,castilian es,creole ht,haitian ht,haitian creole ht,kreyol ht,kreyòl ht,\
                french creole ht,kreyòl ayisyen ht,farsi fa,hmong hmn,hmn hmn,espanol es,francais fr,portugues pt,\
                tieng viet vi,eng en""".split(",")) {
            int space = pair.lastIndexOf(' ');
            names.put(pair.substring(0, space), pair.substring(space + 1));
        }
        return Map.copyOf(names);
    }
}
