package dev.earshot.breach.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// How many letters one core composes in a second; with `-Dearshot.speed=true`.
@EnabledIfSystemProperty(named = "earshot.speed", matches = "true")
class CompositionSpeedTest {
    private static final List<Role> ROLES =
            List.of(Role.SELF, Role.GUARDIAN, Role.NEXT_OF_KIN, Role.PERSONAL_REPRESENTATIVE);
    private static final List<String> STATES =
            List.of("us-ca", "us-co", "us-dc", "us-ga", "us-hi", "us-md", "us-or", "us-va", "us-wa");
    private static final List<String> LANGUAGES =
            List.of("en", "en", "en", "en", "es", "zh-Hans", "vi", "tl", "ko", "ru", "ar", "ht", "fr");

    @Test
    void at_least_15_000_letters_a_second() {
        TemplateComposer composer = Letters.composer(Templates.builtIn());
        long letters = 0;
        for (int round = 0; round < 3; round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            letters = 1_000_000;
            long length = 0;
            for (long id = 1; id <= letters; id++) {
                length += composer.compose(List.of(notice(id))).values().size();
            }
            double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
            System.out.printf(
                    "%,d letters in %.2f s of processor time: %,.0f a second, %d variants (%d)%n",
                    letters, seconds, letters / seconds, composer.kept(), length);
            assertThat(letters / seconds).isGreaterThan(15_000);
        }
    }

    /// Nine states, ten languages, four roles, both statuses, eight sets of elements.
    private static Notice notice(long id) {
        int mix = (int) ((id * 0x9E3779B97F4A7C15L) >>> 40);
        Notice model = Letters.notice(
                id,
                "Ana Example " + id,
                "Ana Example " + id,
                ROLES.get(Math.max(0, mix % 16 - 12)),
                LANGUAGES.get(mix / 16 % LANGUAGES.size()),
                STATES.get(mix / 256 % STATES.size()),
                mix / 4096 % 5 == 0 ? "cannot-tell" : "exposed");
        List<String> elements = List.of("device", "ip-address", "search-terms").subList(0, 1 + mix / 65_536 % 3);
        return new Notice(
                model.id(),
                model.person(),
                model.lead(),
                model.memberId(),
                model.role(),
                model.language(),
                model.channels(),
                model.jurisdiction(),
                model.addressee(),
                model.patient(),
                model.street(),
                model.city(),
                model.postalCode(),
                model.state(),
                model.country(),
                model.email(),
                model.status(),
                model.vendors(),
                elements,
                model.first().plusDays(mix % 300),
                model.last().plusDays(mix % 600));
    }
}
