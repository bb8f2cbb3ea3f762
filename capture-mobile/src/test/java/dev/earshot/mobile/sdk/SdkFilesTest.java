package dev.earshot.mobile.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdkFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/earshot/mobile/sdk/sdks");

    private final List<String> problems = new ArrayList<>();

    @Test
    void the_index_names_every_file_of_the_folder_in_order() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> ids = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
            assertThat(SdkFiles.index()).isEqualTo(ids);
        }
    }

    @Test
    void every_bundled_file_can_be_read() {
        assertThat(SdkFiles.bundled()).extracting(Sdk::id).isEqualTo(SdkFiles.index());
    }

    @Test
    void a_fact_from_general_knowledge_is_marked() {
        Sdk sdk = read("""
                "android": {"classes": ["net.sounder.sdk.", {"is": "net.sounder.old.", "verified": false}]}""").orElseThrow();

        assertThat(sdk.android().classes())
                .containsExactly(new Fact("net.sounder.sdk.", true), new Fact("net.sounder.old.", false));
    }

    @Test
    void a_whole_name_and_a_prefix_are_both_classes() {
        assertThat(read("\"android\": {\"classes\": [\"net.sounder.Sounder\", \"net.sounder.sdk.\"]}"))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"colour\": \"red\" | colour is no member",
                "\"android\": {\"clases\": []} | android.clases is no member",
                "\"collects\": [\"shoe-size\"] | unknown data element: shoe-size",
                "\"trackers\": [\"no-such-tracker\"] | does not have: no-such-tracker",
                "\"android\": {\"classes\": [\".sounder.\"]} | android.classes has what can't be looked for",
                "\"android\": {\"classes\": [\"*.sounder.\"]} | android.classes has what can't be looked for",
                "\"android\": {\"classes\": [\"sounder.\"]} | android.classes has what can't be looked for",
                "\"android\": {\"classes\": [\"net.sounder\\\\.sdk\"]} | android.classes has what can't be looked for",
                "\"android\": {\"classes\": [\"net.sounder.\", \"net.sounder.\"]} | says twice: net.sounder.",
                "\"android\": {\"texts\": [\"abc\"]} | android.texts has what can't be looked for",
                "\"android\": {\"texts\": [\"host:https://x.example/a\"]} | android.texts has what can't be looked for",
                "\"android\": {\"metaData\": [\"ab*\"]} | android.metaData has what can't be looked for",
                "\"android\": {\"classes\": [{\"is\": \"net.sounder.\"}]} | a text as \"is\" with \"verified\"",
                "\"android\": [] | android is an object",
                "\"hosts\": \"www.sounder.example\" | hosts is a list",
                "\"hosts\": [\"https://www.sounder.example\"] | hosts has what can't be looked for",
                "\"scripts\": {\"packages\": [\"@sounder/web\"]} | scripts.packages has what can't be looked for",
                "\"keys\": [{\"in\": \"manifest\", \"name\": \"k\"}] | keys[0].in is metaData, plist or resource",
                "\"keys\": [{\"in\": \"plist\"}] | keys[0].name is missing",
                "\"switches\": [{\"in\": \"plist\", \"name\": \"k\"}] | switches[0].off is missing",
                "\"calls\": [{\"method\": \"a.B.c\", \"element\": \"x\"}] | unknown data element: x",
                "\"infrastructure\": \"yes\" | infrastructure is true or false",
                "\"name\": \"again\" | name is there twice"
            })
    void what_a_file_should_not_hold_is_told(String member, String problem) {
        assertThat(read(member)).isEmpty();
        assertThat(problems).anyMatch(told -> told.startsWith("sdks/sounder.json: ") && told.contains(problem));
    }

    @Test
    void every_fault_of_a_file_is_told_at_once() {
        read("\"colour\": \"red\", \"collects\": [\"shoe-size\"], \"trackers\": [\"no-such-tracker\"]");

        assertThat(problems).hasSize(3);
    }

    @Test
    void a_file_is_named_for_the_sdk_in_it() {
        assertThat(SdkFile.read("whisperer", bytes(json("\"remarks\": []")), problems))
                .isEmpty();
        assertThat(problems).containsExactly("sdks/whisperer.json: id is sounder, not the file's name");
    }

    @Test
    void a_file_without_sources_is_wrong() {
        assertThat(SdkFile.read(
                        "sounder",
                        bytes(json("\"remarks\": []").replaceAll("\"sources\": .*", "\"sources\": []}")),
                        problems))
                .isEmpty();
        assertThat(problems).containsExactly("sdks/sounder.json: sources is empty");
    }

    @Test
    void a_category_that_the_catalogue_does_not_use_is_wrong() {
        assertThat(SdkFile.read("sounder", bytes(json("\"remarks\": []").replace("analytics", "spying")), problems))
                .isEmpty();
        assertThat(problems).containsExactly("sdks/sounder.json: category is none of the catalogue's words: spying");
    }

    @Test
    void a_file_that_is_not_json_is_told() {
        assertThat(SdkFile.read("sounder", bytes("{\"id\": "), problems)).isEmpty();
        assertThat(problems).singleElement().asString().startsWith("sdks/sounder.json is not JSON");
    }

    private Optional<Sdk> read(String member) {
        return SdkFile.read("sounder", bytes(json(member)), problems);
    }

    private static ByteArrayInputStream bytes(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String member) {
        return """
                {"id": "sounder", "name": "Sounder", "vendor": "Sounder, Inc.", "category": "analytics",
                 "purpose": "Counts.", %s,
                 "sources": [{"what": "its files", "readOn": "2026-11-22"}]}
                """.formatted(member);
    }
}
