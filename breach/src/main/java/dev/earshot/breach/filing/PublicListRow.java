package dev.earshot.breach.filing;

import dev.earshot.EarshotException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The row that a breach of 500 or more gets in HHS's public list, as its CSV export has it.
///
/// Columns, spelling and values: Ecdat's description of the export, read 2026-11-22
/// (<https://search.r-project.org/CRAN/refmans/Ecdat/html/HHSCyberSecurityBreaches.html>). The description stays empty until
/// OCR closes the case.
///
/// @param state two letters
/// @param submitted day of the first report
public record PublicListRow(
        String name,
        String state,
        String type,
        long individuals,
        LocalDate submitted,
        List<String> types,
        List<String> locations,
        boolean businessAssociate) {
    public static final List<String> COLUMNS = List.of(
            "Name of Covered Entity",
            "State",
            "Covered Entity Type",
            "Individuals Affected",
            "Breach Submission Date",
            "Type of Breach",
            "Location of Breached Information",
            "Business Associate Present",
            "Web Description");

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.US);

    public PublicListRow {
        types = List.copyOf(types);
        locations = List.copyOf(locations);
    }

    /// @throws EarshotException of code INCOMPLETE where an answer that the row needs is missing
    static PublicListRow of(FilledForm packet, LocalDate submitted) {
        return new PublicListRow(
                need(packet, "entity-name"),
                need(packet, "state"),
                need(packet, "entity-type"),
                Long.parseLong(need(packet, "individuals")),
                submitted,
                packet.entry("type-of-breach").orElseThrow().values(),
                packet.entry("location").orElseThrow().values(),
                !need(packet, "filing-as").startsWith("Covered Entity filing on behalf of its own"));
    }

    private static String need(FilledForm packet, String field) {
        return packet.answer(field)
                .orElseThrow(() -> new EarshotException(
                        EarshotException.Code.INCOMPLETE,
                        "The row of HHS's public list needs " + packet.form().id() + "." + field
                                + ", which has no answer yet."));
    }

    public List<String> cells() {
        return List.of(
                name,
                state,
                type,
                Long.toString(individuals),
                DAY.format(submitted),
                String.join(", ", types),
                String.join(", ", locations),
                businessAssociate ? "Yes" : "No",
                "");
    }

    /// Head and row, each ended by LF; quoted by RFC 4180 where needed.
    public String csv() {
        return Stream.of(COLUMNS, cells())
                .map(cells -> cells.stream().map(PublicListRow::quoted).collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining());
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
