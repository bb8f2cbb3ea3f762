package dev.earshot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// How long `./earshot` takes to start, beside a Java that does nothing: `--help`, and a scan of a small recording.
public final class StartUp {
    private static final double LIMIT_MILLIS = 300;

    private final Path home;

    private StartUp(Path home) {
        this.home = home;
    }

    /// @param arguments the number of rounds; 11 where none is given
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 11 : Integer.parseInt(arguments[0]);
        System.out.print(new StartUp(Path.of(System.getProperty("earshot.home", "."))).measure(rounds));
    }

    private String measure(int rounds) throws IOException, InterruptedException {
        String earshot = home.resolve("earshot").toString();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path folder = Files.createTempDirectory("earshot-start");
        Path recording = Files.writeString(folder.resolve("small.har"), SMALL);
        List<Double> bare = new ArrayList<>();
        List<Double> help = new ArrayList<>();
        List<Double> scan = new ArrayList<>();
        List<Double> helpRatio = new ArrayList<>();
        List<Double> scanRatio = new ArrayList<>();
        try {
            for (int round = -1; round < rounds; round++) {
                double none = millis(List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-version"));
                double helped = millis(List.of(earshot, "--help"));
                double scanned = millis(List.of(
                        earshot,
                        "scan",
                        recording.toString(),
                        "--out",
                        folder.resolve("out" + round).toString()));
                if (round >= 0) {
                    bare.add(none);
                    help.add(helped);
                    scan.add(scanned);
                    helpRatio.add(helped / none);
                    scanRatio.add(scanned / none);
                }
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Spread helped = Spread.of(help);
        return String.format(
                Locale.ROOT,
                """
                Start-up, milliseconds of wall time; median (quartiles) of %d runs. %s
                  java -version                 %s
                  ./earshot --help              %s   ratio %s   limit %.0f: %s
                  ./earshot scan small.har      %s   ratio %s
                """,
                rounds,
                Machine.now(),
                Spread.of(bare).text(0),
                helped.text(0),
                Spread.of(helpRatio).text(1),
                LIMIT_MILLIS,
                helped.median() <= LIMIT_MILLIS ? "held" : "NOT held",
                Spread.of(scan).text(0),
                Spread.of(scanRatio).text(1));
    }

    private static double millis(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int code = process.waitFor();
        double millis = (System.nanoTime() - start) / 1e6;
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
        return millis;
    }

    private static final String SMALL = """
            {"log": {"version": "1.2", "creator": {"name": "bench", "version": "1"},
              "pages": [{"id": "p1", "startedDateTime": "2026-01-05T10:00:00.000Z", "title": "Clinic",
                "pageTimings": {}}],
              "entries": [{"pageref": "p1", "startedDateTime": "2026-01-05T10:00:00.000Z", "time": 10,
                "request": {"method": "GET", "url": "https://www.clinic.example/", "httpVersion": "HTTP/1.1",
                  "headers": [], "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
                "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/1.1", "headers": [],
                  "cookies": [], "content": {"size": 0, "mimeType": "text/html"}, "redirectURL": "",
                  "headersSize": -1, "bodySize": 0},
                "cache": {}, "timings": {"send": 1, "wait": 8, "receive": 1}},
               {"pageref": "p1", "startedDateTime": "2026-01-05T10:00:01.000Z", "time": 10,
                "request": {"method": "GET",
                  "url": "https://www.google-analytics.com/g/collect?v=2&tid=G-XYZ&cid=1.2&en=page_view&dl=https%3A%2F%2Fwww.clinic.example%2Foncology",
                  "httpVersion": "HTTP/1.1", "headers": [{"name": "Referer", "value": "https://www.clinic.example/"}],
                  "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
                "response": {"status": 204, "statusText": "No Content", "httpVersion": "HTTP/1.1", "headers": [],
                  "cookies": [], "content": {"size": 0, "mimeType": ""}, "redirectURL": "", "headersSize": -1,
                  "bodySize": 0},
                "cache": {}, "timings": {"send": 1, "wait": 8, "receive": 1}}]}}
            """;
}
