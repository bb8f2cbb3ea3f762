package dev.earshot.investigate.history.gtm;

import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes small exports, with the ids of an invented container.
final class Export {
    private final List<String> tags = new ArrayList<>();
    private final List<String> triggers = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private final List<String> templates = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>(Map.of("hosts", "www.clinic.example"));
    private String version = "36";
    private Instant stored = Instant.parse("2021-03-05T13:48:06Z");

    static Export of(String version, String stored) {
        Export export = new Export();
        export.version = version;
        export.stored = Instant.parse(stored);
        return export;
    }

    Export tag(String json) {
        tags.add(json);
        return this;
    }

    /// A Microsoft Advertising tag.
    Export uet(String id, String rest) {
        return tag("""
                {"tagId":"%s","name":"UET %s","type":"baut","parameter":[{"type":"TEMPLATE","key":"tagId","value":"424242"}],
                 "fingerprint":"1614282223786"%s}""".formatted(id, id, rest.isEmpty() ? "" : "," + rest));
    }

    Export html(String id, String code, String rest) {
        return tag("""
                {"tagId":"%s","name":"HTML %s","type":"html","parameter":[{"type":"TEMPLATE","key":"html","value":"%s"}],
                 "fingerprint":"1614282223786"%s}""".formatted(
                        id, id, code.replace("\"", "\\\"").replace("\n", "\\n"), rest.isEmpty() ? "" : "," + rest));
    }

    Export trigger(String id, String type, String rest) {
        triggers.add("""
                {"triggerId":"%s","name":"T%s","type":"%s"%s}""".formatted(id, id, type, rest.isEmpty() ? "" : "," + rest));
        return this;
    }

    Export variable(String name, String type, String parameters) {
        variables.add("""
                {"variableId":"%d","name":"%s","type":"%s","parameter":[%s]}""".formatted(variables.size() + 1, name, type, parameters));
        return this;
    }

    Export template(String id, String code) {
        templates.add("""
                {"containerId":"77","templateId":"%s","name":"A template","templateData":"%s"}""".formatted(id, code.replace("\"", "\\\"").replace("\n", "\\n")));
        return this;
    }

    Export setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    static String filter(String operator, String left, String right) {
        return filter(operator, left, right, "");
    }

    static String filter(String operator, String left, String right, String more) {
        return """
                {"type":"%s","parameter":[{"type":"TEMPLATE","key":"arg0","value":"%s"},\
                {"type":"TEMPLATE","key":"arg1","value":"%s"}%s]}""".formatted(operator, left, right.replace("\\", "\\\\"), more);
    }

    static String parameter(String key, String value) {
        return """
                {"type":"TEMPLATE","key":"%s","value":"%s"}""".formatted(key, value);
    }

    String json() {
        return """
                {"exportFormatVersion":2,"exportTime":"2021-03-05 13:48:06","containerVersion":{
                 "path":"accounts/7/containers/77/versions/%s","accountId":"7","containerId":"77","containerVersionId":"%s",
                 "container":{"publicId":"GTM-EXAMPLE","usageContext":["WEB"]},
                 "tag":[%s],"trigger":[%s],"variable":[%s],"customTemplate":[%s],
                 "builtInVariable":[{"type":"PAGE_URL","name":"Page URL"}],"fingerprint":"%d"}}""".formatted(
                        version,
                        version,
                        String.join(",", tags),
                        String.join(",", triggers),
                        String.join(",", variables),
                        String.join(",", templates),
                        stored.toEpochMilli());
    }

    HistoryReading read() {
        return read(json());
    }

    HistoryReading read(String json) {
        return new GtmReader()
                .read(new HistoryFile("GTM-EXAMPLE_v" + version + ".json", "ab", Bytes.utf8(json), settings));
    }
}
