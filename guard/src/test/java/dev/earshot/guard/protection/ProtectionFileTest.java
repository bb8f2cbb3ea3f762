package dev.earshot.guard.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.EarshotException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectionFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void what_is_written_reads_back_as_the_same() {
        Protection protection = new Protection(
                Set.of("www.clinic.example", "portal.clinic.example"),
                List.of(
                        new ZoneProtection(
                                "signed-in",
                                List.of("/portal/**", "*://my.*/**"),
                                true,
                                Otherwise.BLOCK,
                                List.of(new Allowed(
                                        new Endpoint("*.maps.example", "/v1/"),
                                        EnumSet.of(Use.SCRIPT, Use.IMAGE),
                                        new Fields.Without(Set.of("uid", "e-mail")),
                                        "Maps: \"the\" vendor\\, Inc.",
                                        "line one\nand\u2028two \uD83D\uDE00 é")),
                                List.of(new Forbidden(
                                        Endpoint.of("pixel.tracker.example"),
                                        "yes",
                                        "null",
                                        "no: 1 request # really"))),
                        new ZoneProtection(
                                "public",
                                List.of(),
                                false,
                                Otherwise.REPORT,
                                List.of(new Allowed(
                                        Endpoint.of("fonts.example"),
                                        EnumSet.of(Use.FONT),
                                        new Fields.Only(Set.of("family")),
                                        "Fonts",
                                        "seen")),
                                List.of())));
        Path file = folder.resolve("protection.yaml");

        ProtectionFile.write(file, protection, List.of("Look here."));
        Protection again = ProtectionFile.read(file);

        assertThat(again.own()).isEqualTo(protection.own());
        assertThat(again.zones()).isEqualTo(protection.zones());
        assertThat(file).content().contains("# LOOK: Look here.");
        assertThat(folder).isDirectoryNotContaining(each -> each.toString().endsWith(".new"));
    }

    @Test
    void all_mistakes_are_told_at_once_with_their_lines() throws IOException {
        Path file = Files.writeString(folder.resolve("protection.yaml"), """
                own: [WWW.clinic.example, "https://portal.clinic.example/"]
                zones:
                  - name: health
                    otherwise: blok
                    forbid:
                      - {to: "https://pixel.tracker.example"}
                    allow:
                      - {to: fonts.example, for: [fnt]}
                      - {to: maps.example, for: [script], only: [a], without: [b], lookk: 1}
                  - name: health
                """);

        assertThatThrownBy(() -> ProtectionFile.read(file))
                .isInstanceOf(EarshotException.class)
                .hasMessageContaining("WWW.clinic.example")
                .hasMessageContaining("https://portal.clinic.example/")
                .hasMessageContaining("line 4: \"blok\" is no otherwise. Did you mean \"block\"?")
                .hasMessageContaining("line 6")
                .hasMessageContaining("\"fnt\" is no use. Did you mean \"font\"?")
                .hasMessageContaining("give only or without, not both")
                .hasMessageContaining("\"lookk\" is not known here")
                .hasMessageContaining("zone \"health\" stands here twice")
                .hasMessageContaining("the last zone must be public");
    }
}
