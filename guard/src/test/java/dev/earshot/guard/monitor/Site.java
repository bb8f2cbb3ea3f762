package dev.earshot.guard.monitor;

import dev.earshot.EarshotException;
import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.har.HarFile;
import dev.earshot.policy.Policy;
import dev.earshot.report.ReportOptions;
import dev.earshot.report.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A small site, as a recording of it: what its pages send can be changed between scans.
final class Site implements Monitor.Scan {
    static final String META =
            "https://www.facebook.com/tr/?id=900100&ev=PageView&dl=https%3A%2F%2Fwww.clinic.example%2F";
    static final String BING =
            "https://bat.bing.com/action/0?ti=424242&evt=pageLoad&p=https%3A%2F%2Fwww.clinic.example%2F";

    private final List<String[]> requests = new ArrayList<>();
    private int fails;
    private boolean throwing;

    Site tells(String page, String address) {
        requests.add(new String[] {page, address});
        return this;
    }

    Site silent() {
        requests.clear();
        return this;
    }

    Site failsWith(int code) {
        fails = code;
        return this;
    }

    Site throwing(boolean yes) {
        throwing = yes;
        return this;
    }

    @Override
    public int into(Path folder) {
        if (throwing) {
            throw new EarshotException(EarshotException.Code.INCOMPLETE, "the browser did not start");
        }
        if (fails != 0 && fails != 3) {
            return fails;
        }
        try {
            Files.createDirectories(folder);
            Path capture = Files.writeString(folder.resolve("capture.har"), har());
            HarFile har = HarFile.open(capture);
            Policy policy = Policy.byDefault().withSites(Set.of("clinic.example"));
            ScanResult result = new Examiner(policy, LocalDate.parse("2026-11-22")).examine(har);
            Reports.write(
                    result, har, new ReportOptions(false, "1", Instant.parse("2026-11-22T00:00:00Z"), "scan"), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fails;
    }

    private String har() {
        List<String> pages = List.of("/", "/oncology/");
        List<String> entries = new ArrayList<>();
        for (int page = 0; page < pages.size(); page++) {
            entries.add(entry(page, "https://www.clinic.example" + pages.get(page), "text/html"));
        }
        for (String[] request : requests) {
            entries.add(entry(pages.indexOf(request[0]), request[1], "image/gif"));
        }
        return """
                {"log":{"version":"1.2","creator":{"name":"test","version":"1"},"pages":[
                 {"id":"p0","startedDateTime":"2026-11-22T00:00:00Z","title":"https://www.clinic.example/","pageTimings":{}},
                 {"id":"p1","startedDateTime":"2026-11-22T00:00:01Z","title":"https://www.clinic.example/oncology/","pageTimings":{}}],
                 "entries":[%s]}}""".formatted(String.join(",", entries));
    }

    private static String entry(int page, String url, String type) {
        return """
                {"pageref":"p%d","startedDateTime":"2026-11-22T00:00:0%dZ","time":1,"request":{"method":"GET","url":"%s",
                 "httpVersion":"h2","headers":[{"name":"Referer","value":"https://www.clinic.example/"}],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},
                 "response":{"status":200,"statusText":"","httpVersion":"h2","headers":[{"name":"Content-Type","value":"%s"}],"cookies":[],
                 "content":{"size":0,"mimeType":"%s"},"redirectURL":"","headersSize":-1,"bodySize":0},"cache":{},"timings":{"send":0,"wait":1,"receive":0}}""".formatted(page, page, url, type, type);
    }
}
