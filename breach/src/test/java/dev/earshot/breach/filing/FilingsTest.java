package dev.earshot.breach.filing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import dev.earshot.breach.document.PlainText;
import dev.earshot.breach.duty.Duty;
import dev.earshot.breach.duty.Obligations;
import dev.earshot.breach.incident.Entity;
import dev.earshot.breach.incident.Incident;
import dev.earshot.breach.incident.Population;
import dev.earshot.breach.law.LawLibrary;
import dev.earshot.breach.law.Recipient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is filed, word for word. The files stand in `src/test/resources/dev/earshot/breach/filing/golden`. One command rewrites
/// them, and the difference is to be reviewed:
///
///     mvn -Dquick -pl breach test -Dtest=FilingsTest -Dgolden=write
class FilingsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/earshot/breach/filing/golden");
    private static final Forms FORMS = Forms.standard();
    private static final PdfWriter PDF =
            (document, out) -> out.write(("%PDF " + PlainText.of(document)).getBytes(StandardCharsets.UTF_8));

    /// What is written for [#clinic], for tests that only read it.
    @TempDir
    static Path whole;

    static List<Filings.Filing> filings;

    @TempDir
    Path folder;

    @BeforeAll
    static void write() {
        filings = Filings.write(whole, clinic(), FORMS, PDF);
    }

    @Test
    void a_clinic_whose_portal_told_two_companies() throws IOException {
        List<Path> written = files(whole).stream()
                .filter(file -> !file.toString().endsWith(".pdf"))
                .filter(file -> !file.toString().endsWith(".json") || file.endsWith("us-hhs.json"))
                .toList();
        if (System.getProperty("golden", "").equals("write")) {
            for (Path file : written) {
                Path golden = GOLDEN.resolve(whole.relativize(file).toString());
                Files.createDirectories(golden.getParent());
                Files.copy(file, golden, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        assertThat(written.stream().map(file -> whole.relativize(file).toString()))
                .containsExactlyElementsOf(files(GOLDEN).stream()
                        .map(file -> GOLDEN.relativize(file).toString())
                        .toList());
        for (Path file : written) {
            assertThat(Files.readString(file))
                    .as("%s; -Dgolden=write rewrites it", whole.relativize(file))
                    .isEqualTo(Files.readString(
                            GOLDEN.resolve(whole.relativize(file).toString())));
        }
    }

    @Test
    void the_same_dossier_gives_the_same_bytes() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path one = Files.createDirectory(folder.resolve("one"));
        Filings.write(one, clinic(), FORMS, PDF);
        Filings.write(other, clinic(), FORMS, PDF);
        Filings.write(other, clinic(), FORMS, PDF);

        assertThat(files(one)).hasSameSizeAs(files(other));
        for (Path file : files(one)) {
            assertThat(other.resolve(one.relativize(file).toString())).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void every_document_is_there_as_pdf_text_and_json() throws IOException {
        for (Filings.Filing filing : filings) {
            Set<String> names = filing.files().keySet();
            assertThat(names.stream().filter(name -> name.endsWith(".pdf")))
                    .isNotEmpty()
                    .allSatisfy(name ->
                            assertThat(names).contains(name.replace(".pdf", ".txt"), name.replace(".pdf", ".json")));
            assertThat(names).contains("cover.pdf");
        }
    }

    @Test
    void every_duty_is_shown_with_its_law_how_sure_that_is_and_to_verify_it_with_counsel() throws IOException {
        for (Filings.Filing filing : filings) {
            String cover = Files.readString(whole.resolve(filing.folder()).resolve("cover.txt"));
            assertThat(cover).contains("Verify with counsel.");
            filing.duty()
                    .ifPresent(duty -> assertThat(cover.replaceAll("\\s+", " "))
                            .containsPattern(
                                    "Law:? " + Pattern.quote(duty.rule().citation()))
                            .containsPattern("How sure that is:? secondary"));
        }
        assertThat(Files.readString(whole.resolve("index.html")))
                .contains("Verify with counsel.", "45 CFR §\u00a0164.408(b)<br>secondary");
    }

    @Test
    void nothing_is_filed_for_a_duty_that_is_not_due_and_the_overview_says_why() throws IOException {
        List<Filings.Filing> filings = Filings.write(
                folder,
                Cases.dossier(
                        Cases.incident(),
                        Cases.population(499, 0),
                        List.of(
                                Cases.media("us-ca", Duty.Status.NOT_DUE),
                                Cases.media("us-or", Duty.Status.DEEMED_MET)),
                        Cases.answers()),
                FORMS,
                PDF);

        assertThat(filings).allMatch(filing -> filing.duty().isEmpty());
        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("Nothing is filed for", "not due", "met by following HIPAA", "60 calendar days after it is");
    }

    @Test
    void a_contingent_duty_is_prepared_and_named_contingent() throws IOException {
        Filings.write(
                folder,
                Cases.dossier(
                        Cases.incident(),
                        Cases.population(499, 0),
                        List.of(Cases.media("us-ca", Duty.Status.CONTINGENT)),
                        Cases.answers()),
                FORMS,
                PDF);

        assertThat(folder.resolve("us_164.406@us-ca/press-release.pdf")).exists();
        assertThat(Files.readString(folder.resolve("us_164.406@us-ca/cover.txt")))
                .containsPattern("Status:? +contingent");
    }

    @Test
    void all_that_is_open_is_told_at_once_and_no_filing_is_called_ready_while_it_is() throws IOException {
        List<Filings.Filing> filings = Filings.write(folder, clinic(), FORMS, PDF);
        List<Filings.Filing> bare = Filings.write(
                Files.createDirectory(folder.resolve("bare")),
                Cases.dossier(clinic().incident(), clinic().population(), clinic().duties(), Answers.NONE),
                FORMS,
                PDF);

        assertThat(filings)
                .filteredOn(filing -> filing.folder().equals("us_164.408-500"))
                .allMatch(Filings.Filing::isReady);
        assertThat(bare)
                .filteredOn(filing -> filing.folder().equals("us_164.408-500"))
                .noneMatch(Filings.Filing::isReady);
        String index = Files.readString(folder.resolve("bare/index.html"));
        assertThat(bare.stream().flatMap(filing -> filing.open().stream()))
                .isNotEmpty()
                .allSatisfy(open -> assertThat(index)
                        .contains(open.replace("&", "&amp;")
                                .replace("\"", "&quot;")
                                .replace("'", "&#39;")));
    }

    @Test
    void the_public_row_is_written_for_500_and_not_for_499() {
        for (long total : new long[] {499, 500}) {
            List<Filings.Filing> filings = Filings.write(
                    folder.resolve("of-" + total),
                    Cases.dossier(Cases.incident(), Cases.population(total, 0), List.of(Cases.hhs()), Cases.answers()),
                    FORMS,
                    PDF);
            assertThat(filings.getFirst().files().containsKey("public-list.csv"))
                    .isEqualTo(total == 500);
        }
    }

    @Test
    void what_was_filed_stays_and_what_comes_later_is_an_addendum_to_its_number() throws IOException {
        Filings.write(folder, clinic(), FORMS, PDF);
        Path filed = folder.resolve("us_164.408-500/us-hhs.txt");
        String before = Files.readString(filed);
        Proof proof =
                Proof.of("us/164.408-500", LocalDate.of(2026, 3, 6), "Robin van Dale", Optional.of("BR-77"), filed);

        Filings.write(folder, proven(proof), FORMS, PDF);

        assertThat(filed).hasContent(before);
        assertThat(Files.readString(folder.resolve("us_164.408-500/addendum-1/us-hhs.txt")))
                .contains("Report type", "Addendum to Previous Report", "BR-77");
        assertThat(Files.readString(folder.resolve("us_164.408-500/addendum-1/cover.txt")))
                .contains("Filed before", proof.sha256().substring(0, 20));
        assertThat(proof.isOf(filed)).isTrue();
        Files.writeString(filed, before + " ");
        assertThat(proof.isOf(filed)).isFalse();
    }

    @Test
    void a_page_in_place_of_letters_refers_to_nothing_but_itself() throws IOException {
        String page = Files.readString(whole.resolve("us_164.404-substitute-10/home-page.html"));

        assertThat(page).contains("default-src &#39;none&#39;".replace("&#39;", "'"), "+1 800 555 0100", "TTY 711");
        assertThat(page.toLowerCase(Locale.ROOT))
                .doesNotContain(
                        "<script", "<img", "<link", "<iframe", "<form", "src=", "href=", "url(", "@import", "http:",
                        "https:", "//")
                .contains("posted march 4, 2026");
    }

    @Test
    void the_overview_leads_only_to_files_beside_it() throws IOException {
        Matcher links = Pattern.compile("href=\"([^\"]*)\"").matcher(Files.readString(whole.resolve("index.html")));
        List<String> paths = new ArrayList<>();
        while (links.find()) {
            paths.add(links.group(1));
        }
        assertThat(paths)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(whole.resolve(path)).isRegularFile());
    }

    @Test
    void a_name_with_markup_changes_no_page_and_no_folder() throws IOException {
        Entity hostile = new Entity(
                "</title><script>alert(1)</script>",
                Set.of(Entity.Kind.HIPAA_COVERED_ENTITY),
                "Health Plan",
                List.of("<img src=x>"),
                "Larkspur",
                "CA",
                "94939",
                Cases.clinic().contact());
        Incident incident = Cases.incident(hostile, "trackers");
        Incident odd = withRecipient(incident, "../../<b>Ads & Co</b>");

        List<Filings.Filing> filings = Filings.write(
                folder, Cases.dossier(odd, Cases.population(700, 20), clinic().duties(), Cases.answers()), FORMS, PDF);

        assertThat(filings)
                .anySatisfy(filing -> assertThat(filing.folder()).isEqualTo("deletion-demands/01-b-ads-co-b"));
        for (Path file : files(folder)) {
            if (file.toString().endsWith(".html")) {
                assertThat(Files.readString(file)).doesNotContain("<script", "<img", "<b>");
            }
        }
    }

    @Test
    void an_authority_without_a_form_gets_a_letter() throws IOException {
        Filings.write(
                folder,
                Cases.dossier(
                        Cases.incident(),
                        Cases.population(700, 20),
                        List.of(Cases.duty(
                                "us-me/1348-ag",
                                Recipient.REGULATOR,
                                "Maine Attorney General",
                                "10 M.R.S. § 1348",
                                Duty.Status.DUE)),
                        Cases.answers()),
                FORMS,
                PDF);

        assertThat(Files.readString(folder.resolve("us-me_1348-ag/letter.txt")))
                .contains(
                        "Maine Attorney General", "10 M.R.S. § 1348", "[to be answered: address of the Maine Attorney");
        assertThat(folder.resolve("us-me_1348-ag/sample-notice.pdf")).exists();
    }

    @Test
    void a_business_associate_tells_each_covered_entity_and_refers_to_the_list_of_individuals() throws IOException {
        Dossier dossier = Cases.dossier(
                Cases.incident(),
                Cases.population(700, 20),
                List.of(Cases.duty(
                        "us/164.410",
                        Recipient.COVERED_ENTITY,
                        "each covered entity",
                        "45 CFR § 164.410",
                        Duty.Status.DUE)),
                new Answers(Map.of("common", Map.of("covered-entities", List.of("Alder Clinic", "Birch Hospital")))));
        Filings.write(
                folder,
                new Dossier(
                        dossier.incident(),
                        dossier.population(),
                        dossier.duties(),
                        dossier.law(),
                        dossier.date(),
                        dossier.answers(),
                        List.of(),
                        Map.of(),
                        Optional.of(new Dossier.Reference("individuals.parquet", 720, "ab".repeat(32))),
                        List.of(),
                        List.of()),
                FORMS,
                PDF);

        assertThat(Files.readString(folder.resolve("us_164.410/02-birch-hospital.txt"))
                        .replaceAll("\\s+", " "))
                .contains("Birch Hospital", "list of 720 entries", "individuals.parquet, SHA-256 " + "ab".repeat(32));
    }

    @Test
    void a_demand_says_what_was_sent_when_and_on_which_pages() throws IOException {
        assertThat(Files.readString(whole.resolve("deletion-demands/01-northwind-ads-inc/demand.txt"))
                        .replaceAll("\\s+", " "))
                .contains(
                        "Types of information: IP address and what was searched for",
                        "First day: February 1, 2025",
                        "Last day: January 9, 2026",
                        "/search",
                        "Certify the deletion in writing",
                        "Name each organization to which you passed any of it on");
        assertThat(whole.resolve("business-associates/01-quill-analytics-llc/notice.txt"))
                .exists();
        assertThat(whole.resolve("business-associates/02-northwind-ads-inc")).doesNotExist();
    }

    @Test
    void the_law_as_it_comes_gives_every_duty_that_may_be_due_its_documents() {
        Population population = new Population(
                OptionalLong.of(13_400_000),
                new TreeMap<>(Map.of(
                        "us-ca", 9_000_000L, "us-md", Population.NOT_KNOWN, "us-ny", 3L, "us-or", 251L, "us-wa", 501L)),
                OptionalLong.of(12));
        List<Duty> duties = Obligations.of(Cases.incident(), population, LawLibrary.builtIn());
        Dossier cases = Cases.dossier(Cases.incident(), population, duties, Answers.NONE);
        List<Filings.Filing> filings = Filings.write(
                folder,
                new Dossier(
                        cases.incident(),
                        population,
                        duties,
                        List.copyOf(LawLibrary.builtIn().jurisdictions()),
                        cases.date(),
                        cases.answers(),
                        List.of(),
                        cases.samples(),
                        Optional.empty(),
                        List.of(),
                        List.of()),
                FORMS,
                PDF);

        assertThat(filings.stream().flatMap(filing -> filing.duty().stream()).map(Duty::key))
                .containsExactlyInAnyOrderElementsOf(duties.stream()
                        .filter(duty -> duty.status() == Duty.Status.DUE || duty.status() == Duty.Status.CONTINGENT)
                        .map(Duty::key)
                        .toList())
                .contains("us/164.408-hhs-500", "us/164.406-media@us-ca", "us/164.404-substitute-10");
        assertThat(filings.stream().map(Filings.Filing::folder)).doesNotHaveDuplicates();
        assertThat(filings).allSatisfy(filing -> assertThat(filing.files()).hasSizeGreaterThan(3));
    }

    @Test
    void a_press_release_has_all_that_the_law_wants_or_says_what_is_missing() throws IOException {
        Map<String, String> stands = Map.of(
                "what-happened", "may have sent personal information to",
                "date-of-breach", "Between November 3, 2024 and January 9, 2026",
                "breach-discovery-date", "We discovered this on January 12, 2026",
                "types-of-information", "- which pages you visited",
                "protective-steps", "What You Can Do",
                "entity-actions", "We removed the technologies",
                "contact", "Toll-free: +1 800 555 0100 (TTY 711)",
                "plain-language", "What Happened");
        Filings.write(folder, clinic(), FORMS, PDF);
        String release = Files.readString(folder.resolve("us_164.406@us-ca/press-release.txt"))
                .replaceAll("\\s+", " ");

        LawLibrary.builtIn().jurisdiction("us").orElseThrow().rules().stream()
                .filter(rule -> rule.citation().contains("164.406"))
                .flatMap(rule -> rule.content().stream())
                .forEach(item -> assertThat(release)
                        .as(item.item())
                        .contains(stands.getOrDefault(item.item(), "?" + item.item())));
        assertThat(Filings.write(folder, silent(), FORMS, PDF))
                .filteredOn(filing -> filing.folder().contains("164.406"))
                .allSatisfy(filing -> assertThat(filing.open())
                        .anySatisfy(open -> assertThat(open).contains("the day of discovery, if it is known"))
                        .anySatisfy(open -> assertThat(open).contains("common.what-we-are-doing")));
    }

    @Test
    void a_day_that_has_passed_is_called_passed_unless_it_is_done() throws IOException {
        Dossier late = clinic();
        Filings.write(
                folder,
                new Dossier(
                        late.incident(),
                        late.population(),
                        List.of(Cases.hhs()),
                        late.law(),
                        LocalDate.of(2026, 3, 14),
                        late.answers(),
                        List.of(),
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        List.of()),
                FORMS,
                PDF);
        assertThat(Files.readString(folder.resolve("index.html"))).contains("2026-03-13<br>PASSED");

        Filings.write(folder, clinic(), FORMS, PDF);
        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("2026-03-13")
                .doesNotContain("PASSED");
    }

    @Test
    void what_cannot_be_printed_is_told_and_the_rest_is_written() throws IOException {
        Filings.write(folder, clinic(), FORMS, PDF);
        PdfWriter picky = (document, out) -> {
            if (document.title().startsWith("HHS")) {
                throw new EarshotException(EarshotException.Code.USAGE, "U+E000 can't be printed");
            }
            PDF.write(document, out);
        };
        List<Filings.Filing> filings = Filings.write(folder, clinic(), FORMS, picky);

        assertThat(folder.resolve("us_164.408-500/us-hhs.pdf")).doesNotExist();
        assertThat(folder.resolve("us_164.408-500/us-hhs.txt")).exists();
        assertThat(filings)
                .filteredOn(filing -> filing.folder().equals("us_164.408-500"))
                .allSatisfy(filing -> assertThat(filing.open())
                        .anySatisfy(open ->
                                assertThat(open).startsWith("us-hhs.pdf: ").contains("can't be printed")));
    }

    private static Dossier silent() {
        Incident known = Cases.incident();
        Incident incident = new Incident(
                known.name(),
                known.kind(),
                known.entity(),
                known.zone(),
                known.from(),
                known.to(),
                Map.of(),
                known.aware(),
                known.elements(),
                known.notInvolved(),
                known.recipients(),
                known.unsecured(),
                known.phi(),
                known.harm(),
                known.delay(),
                known.done(),
                known.overrides());
        return Cases.dossier(incident, Cases.population(700, 20), clinic().duties(), Answers.NONE);
    }

    @Test
    void a_folder_that_cannot_be_written_is_told_with_what_to_do() throws IOException {
        Path file = Files.createFile(folder.resolve("not-a-folder"));

        assertThatThrownBy(() -> Filings.write(file, clinic(), FORMS, PDF)).hasMessageContaining("run this again");
    }

    static Dossier clinic() {
        List<Duty> duties = List.of(
                Cases.hhs(),
                Cases.media("us-ca", Duty.Status.DUE),
                Cases.media("us-or", Duty.Status.NOT_DUE),
                Cases.duty("us/164.404-individuals", Recipient.INDIVIDUALS, "", "45 CFR § 164.404", Duty.Status.DUE),
                Cases.duty(
                        "us/164.404-substitute-10",
                        Recipient.INDIVIDUALS,
                        "",
                        "45 CFR § 164.404(d)(2)(ii)",
                        Duty.Status.DUE),
                Cases.duty("us/164.528-accounting", Recipient.RECORD, "", "45 CFR § 164.528", Duty.Status.DUE),
                Cases.duty(
                        "us-ca/1798.82-attorney-general",
                        Recipient.REGULATOR,
                        "California Attorney General",
                        "Cal. Civ. Code § 1798.82(f)",
                        Duty.Status.DUE),
                Cases.duty(
                        "us-md/14-3504-attorney-general",
                        Recipient.REGULATOR,
                        "Maryland Attorney General",
                        "Md. Code, Com. Law § 14-3504",
                        Duty.Status.CONTINGENT),
                Cases.duty(
                        "us-or/646a.604-agencies",
                        Recipient.CONSUMER_REPORTING_AGENCIES,
                        "",
                        "ORS 646A.604",
                        Duty.Status.DUE));
        Dossier dossier = Cases.dossier(
                Cases.incident(),
                new Population(
                        OptionalLong.of(740),
                        new TreeMap<>(Map.of("us-ca", 700L, "us-or", 40L, "us-md", Population.NOT_KNOWN)),
                        OptionalLong.of(23)),
                duties,
                Cases.answers().with("common", "substitute-posted", "2026-03-04"));
        return new Dossier(
                dossier.incident(),
                dossier.population(),
                dossier.duties(),
                dossier.law(),
                dossier.date(),
                dossier.answers(),
                List.of(new Told(
                        "Northwind Ads, Inc.",
                        Set.of("ip-address", "search-terms"),
                        List.of("www.clinic.example/search", "www.clinic.example/portal/*"),
                        LocalDate.of(2025, 2, 1),
                        LocalDate.of(2026, 1, 9))),
                dossier.samples(),
                dossier.individuals(),
                dossier.proofs(),
                List.of(DeletionDemand.drafted("Quill Analytics LLC", Cases.TODAY, "Robin van Dale")
                        .then(new DeletionDemand.Step(
                                DeletionDemand.State.SENT, Cases.TODAY.plusDays(1), "Robin van Dale", "by courier"))));
    }

    private static Dossier proven(Proof proof) {
        Dossier before = clinic();
        return new Dossier(
                before.incident(),
                before.population(),
                before.duties(),
                before.law(),
                before.date(),
                before.answers(),
                before.told(),
                before.samples(),
                before.individuals(),
                List.of(proof),
                before.demands());
    }

    private static Incident withRecipient(Incident incident, String name) {
        return new Incident(
                incident.name(),
                incident.kind(),
                incident.entity(),
                incident.zone(),
                incident.from(),
                incident.to(),
                incident.events(),
                incident.aware(),
                incident.elements(),
                incident.notInvolved(),
                List.of(new Incident.ThirdParty(name, "", false, Optional.empty(), "")),
                incident.unsecured(),
                incident.phi(),
                incident.harm(),
                incident.delay(),
                incident.done(),
                incident.overrides());
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
