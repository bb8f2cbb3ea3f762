package dev.earshot.clinic.logs;

import dev.earshot.clinic.logs.LogShelf.LogFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What an investigation has to find, as `truth.json`.
record Truth(long seed, Roster roster, Ledger ledger, List<LogFile> files, Story story) {

    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seed", seed);
        all.put("files", files.stream().map(Truth::file).toList());
        all.put("funnel", funnel());
        all.put("tags", LiveTag.ALL.stream().map(Truth::tag).toList());
        all.put("totals", totals());
        all.put("persons", roster.people().stream().map(this::person).toList());
        ClinicPast.text(
                file,
                List.of(JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(all)));
    }

    private static Map<String, Object> file(LogFile file) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("file", file.file());
        one.put("lines", file.lines());
        one.put("used", file.used());
        one.put("set-aside", file.setAside());
        if (!file.sameAs().isEmpty()) {
            one.put("same-as", file.sameAs());
        }
        return one;
    }

    private Map<String, Object> funnel() {
        Map<String, Long> aside = new TreeMap<>();
        files.forEach(file -> file.setAside().forEach((reason, count) -> aside.merge(reason, count, Long::sum)));
        Map<String, Object> funnel = new LinkedHashMap<>();
        funnel.put("lines", files.stream().mapToLong(LogFile::lines).sum());
        funnel.put("set-aside", aside);
        funnel.put("used", files.stream().mapToLong(LogFile::used).sum());
        funnel.put("used-by-identity", ledger.hits());
        funnel.put("unidentified-visits", story.unidentifiedVisits());
        funnel.put("unidentified-hits", story.unidentifiedHits());
        return funnel;
    }

    private static Map<String, Object> tag(LiveTag tag) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("vendor", tag.vendor());
        one.put("tracker", tag.tracker());
        one.put("elements", tag.elements());
        one.put("from", tag.from().toString());
        one.put("to", tag.to().toString());
        one.put("source", tag.source());
        one.put("shown-by-log", tag.provable());
        one.put("on-record", tag.certain());
        return one;
    }

    private Map<String, Object> person(Person person) {
        Ledger.Account account = ledger.of(person.memberId());
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("member", person.memberId());
        one.put("because", person.habit().story());
        one.put("status", account.status().id());
        one.put("visited", account.seen());
        one.put("listed", person.listed());
        one.put("state", person.listed() ? person.state() : "");
        one.put("country", person.listed() ? person.country() : "");
        List<Map<String, Object>> exposures = new ArrayList<>();
        account.told.forEach((what, told) -> {
            Map<String, Object> exposure = new LinkedHashMap<>();
            exposure.put("vendor", what.vendor());
            exposure.put("element", what.element());
            exposure.put("certainty", told.certain() ? "certain" : "possible");
            exposure.put("first", instant(told.first()));
            exposure.put("last", instant(told.last()));
            exposure.put("certain-hits", told.certainHits);
            exposure.put("possible-hits", told.possibleHits);
            exposures.add(exposure);
        });
        one.put("exposures", exposures);
        return one;
    }

    private static String instant(Instant at) {
        return at.toString();
    }

    /// How many people, by status, and within it by dimension and value.
    private Map<String, Map<String, Map<String, Long>>> totals() {
        Map<String, Map<String, Map<String, Long>>> totals = new TreeMap<>();
        for (Person person : roster.people()) {
            Ledger.Account account = ledger.of(person.memberId());
            Status status = account.status();
            if (!person.listed() && !account.seen()) {
                continue;
            }
            Map<String, Map<String, Long>> of = totals.computeIfAbsent(status.id(), none -> new TreeMap<>());
            count(of, "all", "");
            count(of, "state", person.listed() ? person.state() : "");
            count(of, "country", person.listed() ? person.country() : "");
            TreeSet<String> vendors = new TreeSet<>();
            TreeSet<String> elements = new TreeSet<>();
            account.told.forEach((what, told) -> {
                if (told.certain() || status == Status.CANNOT_TELL) {
                    vendors.add(what.vendor());
                    elements.add(what.element());
                    count(of, "vendor-element", what.vendor() + " | " + what.element());
                }
            });
            vendors.forEach(vendor -> count(of, "vendor", vendor));
            elements.forEach(element -> count(of, "element", element));
        }
        return totals;
    }

    private static void count(Map<String, Map<String, Long>> of, String dimension, String value) {
        of.computeIfAbsent(dimension, none -> new TreeMap<>()).merge(value, 1L, Long::sum);
    }
}
