package dev.earshot.investigate.history.capture;

import dev.earshot.catalogue.Tracker;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReader;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageAddress;
import dev.earshot.investigate.history.Recipients;
import dev.earshot.investigate.history.Recipients.Recipient;
import dev.earshot.investigate.history.capture.Crawls.Source;
import dev.earshot.investigate.history.capture.Crawls.Standing;
import dev.earshot.investigate.history.capture.PageCode.Kind;
import dev.earshot.investigate.history.capture.PageCode.Piece;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tags of a site as copies of its pages in a Web archive have them: WARC files, plain or gzipped.
///
/// A copy shows what the page made a browser load and run, and not what came of it. A tag that stands in a page is
/// taken to have told what its vendor documents of its every call; nothing of that is more than inferred. A page that
/// loads scripts of which the archive does not tell what they load is never taken to be without a tag. Containers of
/// Google Tag Manager in the archive are read as such, each seen at the date of its record.
///
/// A crawl has many files: its pages are put together by [#finish].
public final class WarcHistory implements HistoryReader {
    private static final int MOST_SCRIPTS = 20_000;
    private static final int LONGEST_READ = 1 << 20;
    private static final int MOST_KNOWN = 2000;
    private static final int LONGEST_KNOWN = 1 << 16;
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
    private static final Pattern ADDRESS =
            Pattern.compile("(?i)^https?://(?:[^/?#@]*@)?([^/?#:@]+)(?::\\d*)?(/[^?#]*)?(?:[?#].*)?$", Pattern.DOTALL);
    /// Trackers whose business is to bring others.
    private static final Set<String> BRINGS_OTHERS = Set.of("tag manager", "CDP", "consent", "A/B testing");
    /// Tools that ask for consent and hold scripts back, by the hosts in the install instructions of their vendors
    /// (OneTrust, Cookiebot, TrustArc, Osano, Sourcepoint, Usercentrics, Quantcast, CookieYes, Cookie Script, Termly,
    /// iubenda, Didomi, Ketch, Enzuzo); read 2026-11-22.
    private static final Pattern CONSENT_TOOL = Pattern.compile(
            "(?i)//[^/]*\\b(?:cookielaw\\.org|onetrust\\.com|cookiebot\\.com|trustarc\\.com|truste\\.com|osano\\.com"
                    + "|privacy-mgmt\\.com|usercentrics\\.eu|quantcast\\.mgr\\.consensu\\.org|cmp\\.quantcast\\.com"
                    + "|cdn-cookieyes\\.com|cookieyes\\.com|cookie-script\\.com|termly\\.io|iubenda\\.com"
                    + "|privacy-center\\.org|ketchcdn\\.com|enzuzo\\.com)(?:[:/]|$)");
    /// Code that brings more code, or asks for an address.
    private static final Pattern LOADS = Pattern.compile("createElement|document\\.write|getScript|\\bimport\\s*\\(|"
            + "importScripts|\\.src\\s*=|\\$script|loadjs|require\\s*\\(|eval\\s*\\(|Function\\s*\\(");
    private static final Pattern ASKS = Pattern.compile(
            LOADS.pattern() + "|sendBeacon|XMLHttpRequest|\\bfetch\\s*\\(|new Image|\\.ajax\\s*\\(|\\$\\.(?:get|post)");

    private static final String CONSENT = "a tool on the page asks for consent, and may hold it back until then";
    private static final String IN_SCRIPT = "a script of the page has the address; that it asks for it was not seen";
    private static final String BY_SCRIPT =
            "a script that the page loads has it; that it runs on this page was not seen";

    private final Map<Source, List<Page>> pages = new LinkedHashMap<>();
    private final Map<String, Script> scripts = new HashMap<>();

    /// A page that was read, whose scripts may be in a file that is still to come.
    ///
    /// @param loads addresses of scripts that are no known tracker's
    /// @param open whether more may have come than can be told, whatever those scripts do
    private record Page(
            PageAddress address,
            String url,
            Instant at,
            Map<String, Standing> tags,
            Set<String> loads,
            boolean open,
            boolean consent) {}

    /// A script that an archive holds.
    ///
    /// @param closed whether it brings no other code
    private record Script(List<Recipient> told, boolean closed) {
        Script and(Script other) {
            Set<Recipient> both = new LinkedHashSet<>(told);
            both.addAll(other.told);
            return new Script(List.copyOf(both), closed && other.closed);
        }
    }

    @Override
    public String kind() {
        return "warc";
    }

    @Override
    public boolean takes(String location) {
        String name = location.toLowerCase(Locale.ROOT);
        return name.contains(".warc") || name.contains(".wacz") || name.contains(".arc");
    }

    @Override
    public HistoryReading read(HistoryFile file) {
        byte[] content = file.content().toArray();
        Optional<String> otherwise = WarcFile.otherwise(content);
        if (otherwise.isPresent()) {
            return HistoryReading.unreadable(otherwise.get());
        }
        WarcFile archive = new WarcFile(content);
        Reading reading = new Reading(file);
        for (Optional<WarcFile.Part> part = archive.next(); part.isPresent(); part = archive.next()) {
            reading.record(part.get());
        }
        if (archive.read() == 0) {
            return HistoryReading.unreadable("There is no record of a Web archive in it.");
        }
        if (!reading.pages.isEmpty()) {
            pages.computeIfAbsent(new Source(file.name(), file.sha256()), _ -> new ArrayList<>())
                    .addAll(reading.pages);
        }
        return reading.result(archive);
    }

    @Override
    public HistoryReading finish() {
        Crawls crawls = new Crawls();
        pages.forEach((file, its) -> its.forEach(page -> add(crawls, file, page)));
        pages.clear();
        List<String> faults = new ArrayList<>();
        List<ContainerVersion> versions = crawls.versions();
        if (crawls.dropped() > 0) {
            faults.add("The Web archives have " + crawls.dropped()
                    + " pages more than are put together; of those nothing is known.");
        }
        scripts.clear();
        return new HistoryReading(versions, faults, List.of());
    }

    private void add(Crawls crawls, Source file, Page page) {
        Map<String, Standing> tags = new LinkedHashMap<>(page.tags);
        boolean closed = !page.open;
        for (String address : page.loads) {
            Script script = scripts.get(address);
            closed &= script != null && script.closed;
            if (script != null) {
                script.told.forEach(told -> stand(tags, told, Optional.of(BY_SCRIPT)));
            }
        }
        if (page.consent) {
            tags.replaceAll((_, standing) -> new Standing(standing.recipient(), Optional.of(CONSENT)));
        }
        crawls.page(page.address, page.at, tags, closed, file);
    }

    private static void stand(Map<String, Standing> tags, Recipient told, Optional<String> doubt) {
        tags.merge(
                told.vendor() + "\n" + told.product(),
                new Standing(told, doubt),
                (one, other) -> one.doubt().isEmpty() ? one : other);
    }

    /// One file.
    private final class Reading {
        private final List<String> hosts;
        private final ServedScripts containers;
        private final List<Page> pages = new ArrayList<>();
        private final Map<String, Page> byUrl = new HashMap<>();
        private final Map<String, Recipients> recipients = new HashMap<>();
        private final Map<String, List<Recipient>> inCode = new HashMap<>();
        private final Set<String> unplaced = new TreeSet<>();
        private int undated;
        private int notHttp;
        private int cut;
        private int otherHosts;
        private int otherAnswers;
        private int revisits;
        private int unknownRevisits;
        private int continued;
        private int served;

        Reading(HistoryFile file) {
            hosts = file.settings().getOrDefault("hosts", "").lines().toList();
            containers = new ServedScripts(file);
        }

        void record(WarcFile.Part part) {
            switch (part.type()) {
                case "response" -> answer(part, true);
                case "resource" -> answer(part, false);
                case "revisit" -> revisit(part);
                case "continuation" -> continued++;
                default -> {}
            }
        }

        private void answer(WarcFile.Part part, boolean http) {
            if (!part.target().regionMatches(true, 0, "http", 0, 4)) {
                return;
            }
            Optional<Instant> at = date(part);
            if (at.isEmpty()) {
                undated++;
                return;
            }
            boolean whole = !part.cut()
                    && part.field("warc-truncated").isEmpty()
                    && part.field("warc-segment-number").isEmpty();
            Optional<HttpAnswer> answer = http
                    ? HttpAnswer.of(part.block(), whole)
                    : Optional.of(HttpAnswer.resource(part.field("content-type"), part.block(), whole));
            if (answer.isEmpty()) {
                notHttp++;
                return;
            }
            HttpAnswer its = answer.get();
            boolean script = its.isScript() || ServedScripts.isContainer(part.target());
            if (!script && !its.isPage()) {
                return;
            }
            if (its.status() != 200) {
                otherAnswers++;
                return;
            }
            cut += its.whole() ? 0 : 1;
            if (script) {
                script(part.target(), at.get(), its);
            } else {
                page(part.target(), at.get(), its);
            }
        }

        private void script(String url, Instant at, HttpAnswer answer) {
            served++;
            String code = answer.text();
            containers.served(url, at, code, answer.whole());
            if (scripts.size() < MOST_SCRIPTS) {
                List<Recipient> told = in(code, "").stream()
                        .filter(recipient -> recipient.tracker().isPresent())
                        .toList();
                boolean closed = answer.whole()
                        && code.length() < LONGEST_READ
                        && !LOADS.matcher(code).find();
                scripts.merge(withoutFragment(url), new Script(told, closed), Script::and);
            }
        }

        private void page(String url, Instant at, HttpAnswer answer) {
            Optional<PageAddress> address = address(url);
            if (address.isEmpty() || !isWanted(address.get().host())) {
                otherHosts++;
                return;
            }
            keep(url, read(address.get(), url, at, answer));
        }

        private void keep(String url, Page page) {
            pages.add(page);
            byUrl.put(withoutFragment(url), page);
        }

        private Page read(PageAddress address, String url, Instant at, HttpAnswer answer) {
            PageCode code = PageCode.of(answer.text());
            Map<String, Standing> tags = new LinkedHashMap<>();
            Set<String> loads = new LinkedHashSet<>();
            boolean open = !answer.whole() || !code.whole();
            boolean consent = false;
            String base = code.base().flatMap(href -> resolved(url, href)).orElse(url);
            for (Piece piece : code.pieces()) {
                if (piece.kind() == Kind.CODE) {
                    open |= code(address.host(), piece, tags);
                    consent |= CONSENT_TOOL.matcher(piece.text()).find();
                    continue;
                }
                Optional<String> target = resolved(base, piece.text());
                Optional<Recipient> told = target.filter(absolute -> absolute.regionMatches(true, 0, "http", 0, 4))
                        .flatMap(absolute -> recipients(address.host()).at(absolute));
                told.ifPresent(recipient -> stand(tags, recipient, piece.doubt()));
                if (piece.kind() == Kind.SCRIPT) {
                    consent |= target.map(
                                    absolute -> CONSENT_TOOL.matcher(absolute).find())
                            .orElse(false);
                    Optional<Tracker> tracker = told.flatMap(Recipient::tracker);
                    if (tracker.isPresent()) {
                        open |= BRINGS_OTHERS.contains(tracker.get().category());
                    } else if (target.isPresent()) {
                        loads.add(withoutFragment(target.get()));
                    } else {
                        open = true;
                    }
                }
            }
            return new Page(address, url, at, tags, loads, open, consent);
        }

        /// Whether more may have come by this code than can be told.
        private boolean code(String host, Piece piece, Map<String, Standing> tags) {
            boolean known = false;
            boolean brings = false;
            boolean asks = ASKS.matcher(piece.text()).find();
            for (Recipient told : in(piece.text(), host)) {
                if (told.tracker().isPresent()) {
                    known = true;
                    brings |= BRINGS_OTHERS.contains(told.tracker().get().category());
                    stand(tags, told, piece.doubt());
                } else if (asks) {
                    stand(tags, told, Optional.of(IN_SCRIPT));
                } else {
                    unplaced.add(told.vendor());
                }
            }
            return brings || (!known && LOADS.matcher(piece.text()).find());
        }

        private List<Recipient> in(String code, String host) {
            if (code.length() > LONGEST_KNOWN || inCode.size() >= MOST_KNOWN) {
                return recipients(host).in(code);
            }
            return inCode.computeIfAbsent(
                    host + "\n" + code, _ -> recipients(host).in(code));
        }

        private Recipients recipients(String host) {
            return recipients.computeIfAbsent(host, _ -> {
                Set<String> own = new TreeSet<>(hosts);
                if (!host.isEmpty()) {
                    own.add(host);
                }
                return new Recipients(own);
            });
        }

        private boolean isWanted(String host) {
            return hosts.isEmpty()
                    || hosts.stream()
                            .anyMatch(mine -> mine.startsWith("*.")
                                    ? host.endsWith(mine.substring(1)) || host.equals(mine.substring(2))
                                    : host.equals(mine));
        }

        /// A page that had not changed since an earlier copy. It is known where that copy is in the same file.
        private void revisit(WarcFile.Part part) {
            Optional<PageAddress> address = address(part.target());
            if (address.isEmpty() || !isWanted(address.get().host())) {
                return;
            }
            revisits++;
            Optional<Instant> at = date(part);
            String of = part.field("warc-refers-to-target-uri");
            Page same = byUrl.get(withoutFragment(of.isEmpty() ? part.target() : of));
            if (at.isEmpty()
                    || same == null
                    || !same.address.host().equals(address.get().host())) {
                unknownRevisits++;
                return;
            }
            keep(
                    part.target(),
                    new Page(address.get(), part.target(), at.get(), same.tags, same.loads, same.open, same.consent));
        }

        HistoryReading result(WarcFile archive) {
            List<String> faults = new ArrayList<>(containers.faults());
            fault(faults, archive.broken(), "could not be read: broken, or cut off");
            fault(faults, undated, "without a date that can be read");
            fault(faults, notHttp, "of an answer that is none of HTTP");
            if (archive.swollen()) {
                faults.add("More came out of its packing than of any honest archive; the rest was not read.");
            }
            List<String> notices = new ArrayList<>(containers.notices());
            notices.add(archive.read() + " records: " + pages.size() + " pages read, " + served
                    + " scripts, " + otherHosts + " pages of other hosts, " + otherAnswers
                    + " pages and scripts that were not served (a status other than 200).");
            if (cut > 0 || continued > 0) {
                notices.add(cut
                        + " pages and scripts are not all there (truncated, in segments, or too large): what is there"
                        + " counts, and that a tag is not does not.");
            }
            if (revisits > 0) {
                notices.add(
                        revisits + " revisits, " + unknownRevisits
                                + " of pages or resources whose copy is not in the same file before it: of those nothing is known.");
            }
            if (!unplaced.isEmpty()) {
                notices.add("Addresses in scripts of pages that nothing there asks for are not counted: "
                        + String.join(", ", unplaced.stream().limit(10).toList())
                        + (unplaced.size() > 10 ? " and " + (unplaced.size() - 10) + " more" : "") + ".");
            }
            return new HistoryReading(containers.versions(), faults, notices);
        }

        private static void fault(List<String> faults, int count, String what) {
            if (count > 0) {
                faults.add(count + (count == 1 ? " record " : " records ") + what + ".");
            }
        }
    }

    /// A date of WARC 1.0, to the second, or of 1.1, to the nanosecond. One that has no time of the day is none.
    private static Optional<Instant> date(WarcFile.Part part) {
        try {
            Instant at = Instant.parse(part.field("warc-date"));
            return at.isBefore(EARLIEST) || at.isAfter(LATEST) ? Optional.empty() : Optional.of(at);
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    private static Optional<PageAddress> address(String url) {
        Matcher parts = ADDRESS.matcher(url);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String path = parts.group(2) == null ? "/" : parts.group(2);
        return Optional.of(new PageAddress("GET", parts.group(1).toLowerCase(Locale.ROOT), path, ""));
    }

    private static Optional<String> resolved(String base, String address) {
        if (address.regionMatches(true, 0, "http://", 0, 7) || address.regionMatches(true, 0, "https://", 0, 8)) {
            return Optional.of(address);
        }
        if (address.startsWith("//")) {
            return Optional.of("https:" + address);
        }
        try {
            return Optional.of(new URI(base.replaceFirst("(?s)[?#].*", ""))
                    .resolve(new URI(address))
                    .toString());
        } catch (URISyntaxException | IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        String whole = hash < 0 ? url : url.substring(0, hash);
        return whole.replaceFirst("^(?i)https?:", "");
    }
}
