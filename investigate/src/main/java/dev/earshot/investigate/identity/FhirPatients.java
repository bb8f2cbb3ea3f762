package dev.earshot.investigate.identity;

import dev.earshot.investigate.table.Key;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// Patients as FHIR writes them, in files of Bulk Data (R4 and later: hl7.org/fhir/R4/patient.html, read 2026-11-22).
///
/// The member id is the identifier of the system that the plan names, the official one first, or else the resource's own
/// id. Its other identifiers of that system, and what it replaces or is replaced by, become records of their own that are
/// merged into another person. Where the plan names a system, a resource to which another one refers has a record
/// `Patient/ID` that is merged into it, for the reference knows nothing but the id.
final class FhirPatients implements JsonRows.Shape {
    private static final Set<String> GUARDIANS = Set.of("GUARD", "GUARDIAN");
    private static final Set<String> PARENTS = Set.of("PRN", "MTH", "FTH", "PARENT", "MOTHER", "FATHER");

    private final Optional<String> system;
    private final Instant now;
    private final Map<String, Integer> fields = new HashMap<>();
    private final Set<Long> referred = new HashSet<>();
    private final Map<Long, String> replaced = new HashMap<>();
    private List<Alias> aliases = List.of();
    private Optional<Unusable> unusable = Optional.empty();
    private boolean inactive;

    /// Another id of the patient read last.
    record Alias(String memberId, String mergedInto) {}

    /// @param system whose identifiers are member ids
    /// @param now what ended before it is no longer so
    FhirPatients(List<String> fields, Optional<String> system, Instant now) {
        this.system = system;
        this.now = now;
        for (String field : fields) {
            this.fields.put(field, this.fields.size());
        }
    }

    /// Notes what a patient says of others, before any is read.
    void refer(JsonNode entry) {
        JsonNode patient = resource(entry);
        for (JsonNode link : patient.path("link")) {
            String other = id(JsonPath.text(link, "other.reference"));
            if (!other.isEmpty()) {
                referred.add(Key.of(Key.Kind.PERSON, other));
                if (JsonPath.text(link, "type").equals("replaces")) {
                    String own = JsonPath.text(patient, "id");
                    referred.add(Key.of(Key.Kind.PERSON, own));
                    replaced.put(Key.of(Key.Kind.PERSON, other), own);
                }
            }
        }
    }

    List<Alias> aliases() {
        return aliases;
    }

    Optional<Unusable> unusable() {
        return unusable;
    }

    boolean inactive() {
        return inactive;
    }

    @Override
    public void fill(JsonNode entry, Row row) {
        JsonNode patient = resource(entry);
        aliases = new ArrayList<>();
        unusable = Optional.empty();
        inactive = JsonPath.text(patient, "active").equals("false");
        if (!JsonPath.text(patient, "resourceType").equals("Patient")) {
            unusable = Optional.of(Unusable.OTHER_RESOURCE);
            return;
        }
        String id = JsonPath.text(patient, "id");
        List<String> ids =
                system.map(name -> identifiers(patient, name)).orElse(id.isEmpty() ? List.of() : List.of(id));
        if (ids.isEmpty()) {
            unusable = Optional.of(system.isPresent() ? Unusable.NO_IDENTIFIER : Unusable.NO_MEMBER);
            return;
        }
        String member = ids.getFirst();
        ids.stream().skip(1).forEach(other -> aliases.add(new Alias(other, member)));
        if (system.isPresent() && !id.isEmpty() && referred.contains(Key.of(Key.Kind.PERSON, id))) {
            aliases.add(new Alias("Patient/" + id, member));
        }
        set(row, "member", member);
        set(row, "merged-into", mergedInto(patient, id));
        set(row, "updated", JsonPath.text(patient, "meta.lastUpdated"));
        JsonNode name = best(patient.path("name"), this::rankOfName);
        set(row, "name", name(name));
        JsonNode address = best(patient.path("address"), this::rankOfAddress);
        set(row, "address", lines(address.path("line")));
        set(row, "city", JsonPath.text(address, "city"));
        set(row, "state", JsonPath.text(address, "state"));
        set(row, "postal-code", JsonPath.text(address, "postalCode"));
        set(row, "country", JsonPath.text(address, "country"));
        set(row, "email", JsonPath.text(telecom(patient, "email"::equals), "value"));
        set(row, "phone", JsonPath.text(telecom(patient, Set.of("phone", "sms")::contains), "value"));
        set(row, "channel", channel(patient));
        set(row, "language", language(patient));
        set(row, "birth-date", JsonPath.text(patient, "birthDate"));
        String died = JsonPath.text(patient, "deceasedDateTime");
        set(row, "deceased", died.isEmpty() ? JsonPath.text(patient, "deceasedBoolean") : died);
        set(row, "guardian", guardian(patient));
    }

    /// Out of the entry of a Bundle, where it is in one.
    private static JsonNode resource(JsonNode entry) {
        return entry.path("resource").isObject() ? entry.path("resource") : entry;
    }

    private void set(Row row, String field, String value) {
        row.set(Objects.requireNonNull(fields.get(field), field), value);
    }

    /// The values of a system, the one to be used first.
    private List<String> identifiers(JsonNode patient, String name) {
        return all(patient.path("identifier")).stream()
                .filter(identifier -> JsonPath.text(identifier, "system").equals(name))
                .sorted(Comparator.comparingInt(this::rankOfIdentifier))
                .map(identifier -> JsonPath.text(identifier, "value"))
                .filter(value -> !value.isBlank())
                .distinct()
                .toList();
    }

    private int rankOfIdentifier(JsonNode identifier) {
        int use = switch (JsonPath.text(identifier, "use")) {
            case "official" -> 0;
            case "usual" -> 1;
            case "old" -> 3;
            default -> 2;
        };
        return use + (over(identifier) ? 10 : 0);
    }

    private String mergedInto(JsonNode patient, String id) {
        for (JsonNode link : patient.path("link")) {
            if (JsonPath.text(link, "type").equals("replaced-by")) {
                String other = id(JsonPath.text(link, "other.reference"));
                if (!other.isEmpty()) {
                    return record(other);
                }
                if (system.isPresent()
                        && JsonPath.text(link, "other.identifier.system").equals(system.get())) {
                    return JsonPath.text(link, "other.identifier.value");
                }
            }
        }
        String by = replaced.get(Key.of(Key.Kind.PERSON, id));
        return by == null ? "" : record(by);
    }

    private String record(String id) {
        return system.isPresent() ? "Patient/" + id : id;
    }

    /// `123` of `https://fhir.clinic.example/Patient/123/_history/2`; empty where it is no patient's.
    private static String id(String reference) {
        String plain = reference.replaceFirst("/_history/.*$", "");
        if (plain.startsWith("urn:uuid:")) {
            return plain.substring(9);
        }
        int at = plain.lastIndexOf("Patient/");
        return at < 0 || (at > 0 && plain.charAt(at - 1) != '/') ? "" : plain.substring(at + 8);
    }

    private int rankOfName(JsonNode name) {
        int use = switch (JsonPath.text(name, "use")) {
            case "official" -> 0;
            case "usual" -> 1;
            case "", "temp" -> 2;
            case "nickname", "anonymous" -> 3;
            default -> 4;
        };
        return use + (over(name) ? 10 : 0);
    }

    private static String name(JsonNode name) {
        String text = JsonPath.text(name, "text");
        return text.isEmpty()
                ? (words(name.path("given")) + " " + JsonPath.text(name, "family") + " " + words(name.path("suffix")))
                        .strip()
                : text;
    }

    private int rankOfAddress(JsonNode address) {
        int use = switch (JsonPath.text(address, "use")) {
            case "home" -> 0;
            case "" -> 2;
            case "temp" -> 4;
            case "work" -> 6;
            case "billing" -> 8;
            default -> 20;
        };
        return use + (JsonPath.text(address, "type").equals("physical") ? 1 : 0) + (over(address) ? 40 : 0);
    }

    private JsonNode telecom(JsonNode patient, Predicate<String> systems) {
        return all(patient.path("telecom")).stream()
                .filter(point -> systems.test(JsonPath.text(point, "system")))
                .min(Comparator.comparingInt(this::rankOfTelecom))
                .orElse(patient.path("telecom").path(-1));
    }

    private int rankOfTelecom(JsonNode point) {
        int use = switch (JsonPath.text(point, "use")) {
            case "home" -> 0;
            case "mobile" -> 1;
            case "" -> 2;
            case "old" -> 50;
            default -> 3;
        };
        return use + 4 * Math.clamp(point.path("rank").asInt(9), 1, 9) + (over(point) ? 100 : 0);
    }

    /// The way that the patient ranks first.
    private String channel(JsonNode patient) {
        return all(patient.path("telecom")).stream()
                .filter(point -> point.path("rank").asInt(0) > 0 && !over(point))
                .min(Comparator.comparingInt(point -> point.path("rank").asInt(0)))
                .map(point -> JsonPath.text(point, "system"))
                .orElse("");
    }

    private static String language(JsonNode patient) {
        List<JsonNode> languages = all(patient.path("communication"));
        return languages.stream()
                .filter(language -> languages.size() == 1
                        || JsonPath.text(language, "preferred").equals("true"))
                .findFirst()
                .map(language -> {
                    String code = JsonPath.text(language, "language.coding[0].code");
                    return code.isEmpty() ? JsonPath.text(language, "language.text") : code;
                })
                .orElse("");
    }

    private static String guardian(JsonNode patient) {
        for (Set<String> wanted : List.of(GUARDIANS, PARENTS)) {
            for (JsonNode contact : patient.path("contact")) {
                for (JsonNode relation : contact.path("relationship")) {
                    if (relations(relation).stream().anyMatch(wanted::contains)) {
                        return name(contact.path("name"));
                    }
                }
            }
        }
        return "";
    }

    private static Set<String> relations(JsonNode relation) {
        Set<String> words = new HashSet<>();
        words.add(JsonPath.text(relation, "text").toUpperCase(Locale.ROOT));
        for (JsonNode coding : relation.path("coding")) {
            words.add(JsonPath.text(coding, "code").toUpperCase(Locale.ROOT));
            words.add(JsonPath.text(coding, "display").toUpperCase(Locale.ROOT));
        }
        return words;
    }

    private boolean over(JsonNode part) {
        String end = JsonPath.text(part, "period.end");
        return !end.isEmpty() && end.compareTo(now.toString().substring(0, Math.min(10, end.length()))) < 0;
    }

    /// The least in rank; of several the one that began last.
    private static JsonNode best(JsonNode list, Function<JsonNode, Integer> rank) {
        return all(list).stream()
                .min(Comparator.comparing(rank)
                        .thenComparing(part -> JsonPath.text(part, "period.start"), Comparator.reverseOrder()))
                .orElse(list.path(-1));
    }

    private static List<JsonNode> all(JsonNode list) {
        return list.isArray() ? StreamSupport.stream(list.spliterator(), false).toList() : List.of();
    }

    private static String words(JsonNode list) {
        return all(list).stream().map(JsonPath::plain).collect(Collectors.joining(" "));
    }

    private static String lines(JsonNode list) {
        return all(list).stream().map(JsonPath::plain).collect(Collectors.joining("\n"));
    }
}
