package dev.earshot.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.earshot.element.Sensitive;

@AnalyzeClasses(packages = "dev.earshot", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "dev.earshot",
        "dev.earshot.app..",
        "dev.earshot.catalogue..",
        "dev.earshot.decode..",
        "dev.earshot.detect..",
        "dev.earshot.differential..",
        "dev.earshot.disclosure..",
        "dev.earshot.domain..",
        "dev.earshot.element..",
        "dev.earshot.evidence..",
        "dev.earshot.exchange..",
        "dev.earshot.har..",
        "dev.earshot.health..",
        "dev.earshot.persona..",
        "dev.earshot.policy..",
        "dev.earshot.report..",
        "dev.earshot.yaml.."
    };

    @ArchTest
    static final ArchRule core_knows_no_browser_database_or_server = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "com.microsoft.playwright..",
                    "java.sql..",
                    "java.net.http..",
                    "com.sun.net.httpserver..",
                    "org.eclipse.jetty..",
                    "dev.earshot.browser..",
                    "dev.earshot.mobile..",
                    "dev.earshot.clinic..",
                    "dev.earshot.cli.."));

    @ArchTest
    static final ArchRule packages_are_free_of_cycles =
            slices().matching("dev.earshot.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_clinic_and_the_capture_do_not_know_each_other = noClasses()
            .that()
            .resideInAPackage("dev.earshot.clinic..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.earshot.browser.."))
            .andShould()
            .dependOnClassesThat(resideInAnyPackage("dev.earshot.cli.."));

    @ArchTest
    static final ArchRule the_captures_do_not_know_each_other = noClasses()
            .that()
            .resideInAPackage("dev.earshot.mobile..")
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.earshot.browser..", "dev.earshot.clinic..", "dev.earshot.cli.."));

    @ArchTest
    static final ArchRule an_investigation_knows_no_engine_and_no_capture = noClasses()
            .that()
            .resideInAPackage("dev.earshot.investigate..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.duckdb..",
                    "org.apache.spark..",
                    "dev.earshot.duckdb..",
                    "dev.earshot.spark..",
                    "dev.earshot.browser..",
                    "dev.earshot.mobile..",
                    "dev.earshot.clinic..",
                    "dev.earshot.cli.."));

    @ArchTest
    static final ArchRule a_breach_case_knows_no_engine_and_no_capture = noClasses()
            .that()
            .resideInAPackage("dev.earshot.breach..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "org.duckdb..",
                    "org.apache.spark..",
                    "dev.earshot.duckdb..",
                    "dev.earshot.spark..",
                    "dev.earshot.browser..",
                    "dev.earshot.mobile..",
                    "dev.earshot.clinic..",
                    "dev.earshot.cli.."));

    @ArchTest
    static final ArchRule safeguards_know_no_capture_no_investigation_and_no_breach_case = noClasses()
            .that()
            .resideInAPackage("dev.earshot.guard..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "dev.earshot.browser..",
                    "dev.earshot.mobile..",
                    "dev.earshot.investigate..",
                    "dev.earshot.breach..",
                    "dev.earshot.clinic..",
                    "dev.earshot.cli.."));

    @ArchTest
    static final ArchRule what_a_safeguard_rules_on_needs_no_connection = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.earshot.guard.protection..",
                    "dev.earshot.guard.html..",
                    "dev.earshot.guard.coding..",
                    "dev.earshot.guard.csp..",
                    "dev.earshot.guard.script..",
                    "dev.earshot.guard.relay..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.netty.channel..", "java.net.http.."));

    @ArchTest
    static final ArchRule parts_of_the_safeguards_are_free_of_cycles =
            slices().matching("dev.earshot.guard.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule law_duties_and_texts_know_no_database_and_no_network = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.earshot.breach.law..",
                    "dev.earshot.breach.incident..",
                    "dev.earshot.breach.duty..",
                    "dev.earshot.breach.risk..",
                    "dev.earshot.breach.filing..",
                    "dev.earshot.breach.document..",
                    "dev.earshot.breach.notice..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "java.sql..",
                    "java.net..",
                    "org.postgresql..",
                    "jakarta.mail..",
                    "dev.earshot.breach.store..",
                    "dev.earshot.breach.mail..",
                    "dev.earshot.breach.portal.."));

    @ArchTest
    static final ArchRule law_duties_and_texts_read_no_clock_and_make_up_nothing = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.earshot.breach",
                    "dev.earshot.breach.law..",
                    "dev.earshot.breach.incident..",
                    "dev.earshot.breach.duty..",
                    "dev.earshot.breach.risk..",
                    "dev.earshot.breach.filing..",
                    "dev.earshot.breach.document..",
                    "dev.earshot.breach.notice..",
                    "dev.earshot.breach.planning..",
                    "dev.earshot.breach.print..",
                    "dev.earshot.breach.journal..")
            .should()
            .accessTargetWhere(readsTheClock());

    @ArchTest
    static final ArchRule a_dry_run_knows_nothing_that_sends = noClasses()
            .that()
            .haveSimpleName("DryRun")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "dev.earshot.breach.mail..", "dev.earshot.breach.print..", "dev.earshot.breach.portal.."));

    @ArchTest
    static final ArchRule parts_of_the_breach_case_are_free_of_cycles =
            slices().matching("dev.earshot.breach.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothing_in_core_reads_the_clock_or_makes_up_randomness =
            noClasses().that().resideInAnyPackage(CORE).should().accessTargetWhere(readsTheClock());

    @ArchTest
    static final ArchRule decoders_and_detectors_are_pure = noClasses()
            .that()
            .resideInAnyPackage("dev.earshot.decode..", "dev.earshot.detect..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.net..")
                    .and(not(nameMatching("java\\.net\\.URL(En|De)coder"))));

    @ArchTest
    static final ArchRule only_evidence_detection_reports_and_journeys_reveal_sensitive_values = noClasses()
            .that(resideOutsideOfPackages(
                    "dev.earshot.element..",
                    "dev.earshot.har..",
                    "dev.earshot.evidence..",
                    "dev.earshot.persona..",
                    "dev.earshot.detect..",
                    "dev.earshot.report..",
                    "dev.earshot.browser..",
                    "dev.earshot.clinic.."))
            .should()
            .callMethod(Sensitive.class, "reveal");

    @ArchTest
    static final ArchRule only_the_cli_prints_or_exits = noClasses()
            .that(resideOutsideOfPackages("dev.earshot.cli..", "dev.earshot.bench..", "dev.earshot.spark.."))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
        return DescribedPredicate.describe("the clock or a random source is read", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            return switch (owner.getFullName()) {
                case "java.time.Instant", "java.time.LocalDate", "java.time.LocalDateTime", "java.time.ZonedDateTime" ->
                    name.equals("now");
                case "java.time.Clock" -> name.startsWith("system");
                case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
                case "java.lang.Math" -> name.equals("random");
                case "java.util.UUID" -> name.equals("randomUUID");
                case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
                case "java.util.Random" ->
                    name.equals("<init>") && access.getTarget().getFullName().endsWith("<init>()");
                default -> false;
            };
        });
    }
}
