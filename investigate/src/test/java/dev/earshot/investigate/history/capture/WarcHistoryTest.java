package dev.earshot.investigate.history.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Bytes;
import dev.earshot.investigate.history.ContainerVersion;
import dev.earshot.investigate.history.DisclosureWindow;
import dev.earshot.investigate.history.HeldTag;
import dev.earshot.investigate.history.HistoryFile;
import dev.earshot.investigate.history.HistoryReading;
import dev.earshot.investigate.history.PageRules;
import dev.earshot.investigate.history.Windows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarcHistoryTest {
    private static final String SITE = "https://www.clinic.example";
    private static final String DAY = "2021-03-01T10:00:00Z";
    private static final String PIXEL = """
            <script>!function(f,b){f.fbq=f.fbq||function(){};var t=b.createElement('script');
            t.src='https://connect.facebook.net/en_US/fbevents.js';b.head.append(t)}(window,document);
            fbq('init','1');fbq('track','PageView');</script>""";
    private static final String META = "Meta Platforms, Inc.";
    private static final String GTM_JS = """
            var data = {"resource": {"version":"7","macros":[{"function":"__e"}],
              "tags":[{"function":"__html","vtp_html":"\\u003cscript\\u003efbq('track','PageView')\\u003c\\/script\\u003e",
                "tag_id":4}],
              "predicates":[{"function":"_eq","arg0":["macro",0],"arg1":"gtm.js"}],
              "rules":[[["if",0],["add",0]]]},"runtime":[]};""";

    // What stands in a page.

    @Test
    void a_tag_in_an_archived_page_told_there_what_its_vendor_documents() {
        Result result = read(new Archive().page(SITE + "/", DAY, "<html><head>" + PIXEL + "</head></html>"));

        assertThat(fires(result, META, "/")).isEqualTo(2);
        assertThat(tag(result, META, DataElement.PAGE_VISITED).elements())
                .containsEntry(DataElement.PAGE_VISITED, Basis.INFERRED)
                .containsEntry(DataElement.IP_ADDRESS, Basis.INHERENT);
        assertThat(result.reading.faults()).isEmpty();
    }

    @Test
    void that_code_stands_in_a_page_is_never_more_than_inferred() {
        Result result = read(new Archive().page(SITE + "/", DAY, PIXEL));

        assertThat(result.versions.getFirst().tags())
                .isNotEmpty()
                .allSatisfy(tag -> assertThat(tag.elements().values()).isSubsetOf(Basis.INFERRED, Basis.INHERENT));
    }

    @Test
    void a_page_without_a_copy_is_undetermined() {
        Result result = read(new Archive().page(SITE + "/", DAY, PIXEL));

        assertThat(fires(result, META, "/oncology")).isEqualTo(1);
    }

    @Test
    void a_page_that_loads_nothing_unknown_and_has_not_the_tag_did_not_tell() {
        Result result = read(new Archive()
                .page(SITE + "/", DAY, PIXEL)
                .page(SITE + "/legal", DAY, "<html><p>Text</p><script>var a = 1;</script></html>"));

        assertThat(fires(result, META, "/legal")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script src='/js/main.js'></script>",
                "<script src='https://cdn.agency.example/all.js'></script>",
                "<script src='https://www.googletagmanager.com/gtm.js?id=GTM-ABCDEF'></script>",
                "<script>var s=document.createElement('script');s.src=where();</script>",
                "<script>document.write(tags)</script>",
                "<p class='cut"
            })
    void a_page_whose_scripts_may_bring_more_is_never_without_the_tag(String html) {
        Result result = read(new Archive().page(SITE + "/", DAY, PIXEL).page(SITE + "/other", DAY, html));

        assertThat(fires(result, META, "/other")).isEqualTo(1);
    }

    @Test
    void a_script_of_the_site_that_the_archive_holds_too_and_that_brings_nothing_leaves_no_doubt() {
        Result result = read(new Archive()
                .page(SITE + "/", DAY, PIXEL)
                .page(SITE + "/other", DAY, "<script src='/js/menu.js'></script>")
                .response(SITE + "/js/menu.js", DAY, "text/javascript", "function open() { return 1; }"));

        assertThat(fires(result, META, "/other")).isZero();
    }

    @Test
    void a_tag_in_a_script_of_the_site_is_possible_on_the_pages_that_load_it() {
        Result result = read(new Archive()
                .page(SITE + "/visits/", DAY, "<script src='../js/all.js?v=2'></script>")
                .page(SITE + "/legal", DAY, "<p>Text</p>")
                .response(SITE + "/js/all.js?v=2", DAY, "application/javascript", "fbq('track','PageView')"));

        assertThat(fires(result, META, "/visits/")).isEqualTo(1);
        assertThat(fires(result, META, "/legal")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- <script>fbq('track','PageView')</script> -->",
                "<a href='https://www.facebook.com/tr?id=1'>us</a>",
                "<p>fbq('track','PageView') https://connect.facebook.net/en_US/fbevents.js</p>",
                "<script type='application/ld+json'>{\"sameAs\":\"https://connect.facebook.net/x.js\"}</script>",
                "<template><img src='https://www.facebook.com/tr?id=1'></template>",
                "<textarea><img src='https://www.facebook.com/tr?id=1'></textarea>",
                "<meta content='https://www.facebook.com/tr?id=1' property='og:image'>",
                "<link rel='canonical' href='https://www.facebook.com/tr?id=1'>",
                "<link rel='dns-prefetch' href='//connect.facebook.net'>",
                "<form action='https://www.facebook.com/tr'></form>",
                "<img alt='https://www.facebook.com/tr?id=1' src='/logo.png'>",
                "<script type='text/template'>fbq('track','PageView')</script>"
            })
    void what_only_looks_like_a_tag_is_none(String html) {
        Result result = read(new Archive().page(SITE + "/", DAY, html));

        assertThat(result.versions.getFirst().tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src='https://www.facebook.com/tr?id=1&amp;ev=PageView'>",
                "<IMG height=1 SRC=//www.facebook.com/tr?id=1 >",
                "<script async src=\"https://connect.facebook.net/en_US/fbevents.js\"></script>",
                "<script type=module>fbq('track','PageView')</script>",
                "<script type='0123456789abcdef01234567-text/javascript'>fbq('track','PageView')</script>",
                "<base href='https://connect.facebook.net/'><script src='en_US/fbevents.js'></script>",
                "<p title='a > b'><script>fbq('track','PageView')</script>",
                "<script>/* </ */ var a = '<!--'; fbq('track','PageView')</script>"
            })
    void what_a_browser_loads_or_runs_told(String html) {
        assertThat(fires(read(new Archive().page(SITE + "/", DAY, html)), META, "/"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<noscript><img src='https://www.facebook.com/tr?id=1'></noscript>",
                "<script type='text/plain' data-category='marketing'>fbq('track','PageView')</script>",
                "<script type='text/plain' data-src='https://connect.facebook.net/en_US/fbevents.js'></script>",
                "<script src='https://cdn.cookielaw.org/scripttemplates/otSDKStub.js'></script>" + PIXEL_IN_ONE_LINE,
                "<button onclick=\"fbq('track','Lead')\">Go</button>",
                "<img loading=lazy src='https://www.facebook.com/tr?id=1'>"
            })
    void what_waits_for_something_is_undetermined(String html) {
        assertThat(fires(read(new Archive().page(SITE + "/", DAY, html)), META, "/"))
                .isEqualTo(1);
    }

    private static final String PIXEL_IN_ONE_LINE = "<script>fbq('track','PageView')</script>";

    @Test
    void a_pixel_beside_its_noscript_twin_told() {
        String html = PIXEL + "<noscript><img src='https://www.facebook.com/tr?id=1'></noscript>";

        assertThat(fires(read(new Archive().page(SITE + "/", DAY, html)), META, "/"))
                .isEqualTo(2);
    }

    @Test
    void an_address_in_a_script_that_asks_for_nothing_is_named_and_not_counted() {
        Result result = read(new Archive()
                .page(SITE + "/", DAY, "<script>var links = ['https://partner.example.com/us'];</script>"));

        assertThat(result.versions.getFirst().tags()).isEmpty();
        assertThat(result.reading.notices()).anyMatch(notice -> notice.contains("example.com"));
    }

    @Test
    void an_address_that_a_script_may_ask_for_is_undetermined() {
        Result result =
                read(new Archive().page(SITE + "/", DAY, "<script>fetch('https://api.partner.test/seen')</script>"));

        assertThat(fires(result, "partner.test", "/")).isEqualTo(1);
    }

    @Test
    void the_provider_itself_is_no_recipient() {
        Result result = read(
                new Archive().page(SITE + "/", DAY, "<img src='https://cdn.clinic.example/a.png'><img src='/b.png'>"));

        assertThat(result.versions.getFirst().tags()).isEmpty();
    }

    @Test
    void a_tag_on_some_copies_of_a_page_is_undetermined() {
        Result result = read(new Archive()
                .page(SITE + "/?p=1", DAY, PIXEL)
                .page(SITE + "/?p=2", "2021-03-01T10:00:05Z", "<p>Text</p>"));

        assertThat(fires(result, META, "/")).isEqualTo(1);
    }

    @Test
    void search_terms_are_told_where_the_address_has_them() {
        HeldTag tag = tag(read(new Archive().page(SITE + "/search", DAY, PIXEL)), META, DataElement.SEARCH_TERMS);

        assertThat(PageRules.fires(tag.pages().text(), "GET", "www.clinic.example", "/search", "q=knee"))
                .isEqualTo(2);
        assertThat(PageRules.fires(tag.pages().text(), "GET", "www.clinic.example", "/search", ""))
                .isZero();
    }

    // When.

    @Test
    void pages_of_one_crawl_are_one_version_seen_when_it_began() {
        Result result = read(new Archive()
                .page(SITE + "/b", "2021-03-02T09:00:00Z", PIXEL)
                .page(SITE + "/a", DAY, PIXEL)
                .page(SITE + "/c", "2021-03-03T08:00:00Z", "<p>Text</p>"));

        assertThat(result.versions).singleElement().satisfies(version -> {
            assertThat(version.container()).isEqualTo("pages of www.clinic.example");
            assertThat(version.moments())
                    .singleElement()
                    .satisfies(moment -> assertThat(moment.at()).isEqualTo(Instant.parse(DAY)));
        });
    }

    @Test
    void a_pause_of_more_than_a_day_and_a_page_that_comes_again_begin_another_crawl() {
        assertThat(read(new Archive().page(SITE + "/a", DAY, PIXEL).page(SITE + "/b", "2021-03-02T10:00:01Z", PIXEL))
                        .versions)
                .hasSize(2);
        assertThat(read(new Archive()
                                .page(SITE + "/a", DAY, PIXEL)
                                .page(SITE + "/b", "2021-03-02T09:00:00Z", PIXEL)
                                .page(SITE + "/a", "2021-03-02T10:00:01Z", PIXEL))
                        .versions)
                .hasSize(2);
        assertThat(read(new Archive().page(SITE + "/a", DAY, PIXEL).page(SITE + "/a", "2021-03-02T10:00:00Z", PIXEL))
                        .versions)
                .hasSize(1);
    }

    @Test
    void the_files_of_one_crawl_are_put_together() {
        Result result = read(
                Map.of(),
                new Archive().page(SITE + "/a", DAY, PIXEL).plain(),
                new Archive()
                        .page(SITE + "/b", "2021-03-01T11:00:00Z", "<p>Text</p>")
                        .plain());

        assertThat(result.versions).hasSize(1);
        assertThat(fires(result, META, "/a")).isEqualTo(2);
        assertThat(fires(result, META, "/b")).isZero();
    }

    @Test
    void a_later_crawl_that_did_not_look_at_a_page_does_not_clear_it() {
        Result result = read(new Archive()
                .page(SITE + "/oncology", "2020-01-01T00:00:00Z", PIXEL)
                .page(SITE + "/legal", "2021-01-01T00:00:00Z", "<p>Text</p>"));
        List<DisclosureWindow> late = Windows.of(
                        result.versions, Instant.parse("2021-06-01T00:00:00Z"), Instant.parse("2021-07-01T00:00:00Z"))
                .windows();

        assertThat(late).isNotEmpty().allSatisfy(window -> {
            assertThat(window.certainty()).isEqualTo(DisclosureWindow.Certainty.ASSUMED);
            assertThat(PageRules.fires(window.pages().text(), "GET", "www.clinic.example", "/oncology", "q=a"))
                    .isEqualTo(1);
            assertThat(PageRules.fires(window.pages().text(), "GET", "www.clinic.example", "/legal", ""))
                    .isZero();
        });
    }

    @Test
    void a_crawl_that_looked_at_the_page_again_and_found_nothing_clears_it_from_then_on() {
        Result result = read(new Archive()
                .page(SITE + "/oncology", "2020-01-01T00:00:00Z", PIXEL)
                .page(SITE + "/oncology", "2021-01-01T00:00:00Z", "<p>Text</p>"));

        assertThat(Windows.of(
                                result.versions,
                                Instant.parse("2021-06-01T00:00:00Z"),
                                Instant.parse("2021-07-01T00:00:00Z"))
                        .windows())
                .allSatisfy(window -> assertThat(
                                PageRules.fires(window.pages().text(), "GET", "www.clinic.example", "/oncology", ""))
                        .isZero());
    }

    @Test
    void a_revisit_says_that_the_page_had_not_changed() {
        Result result = read(new Archive()
                .page(SITE + "/", "2020-01-01T00:00:00Z", PIXEL)
                .record(
                        "WARC-Type: revisit\r\nWARC-Target-URI: " + SITE + "/\r\nWARC-Date: 2021-01-01T00:00:00Z\r\n",
                        new byte[0]));

        assertThat(result.versions).hasSize(2);
        assertThat(fires(result.versions.getLast(), META, "/")).isEqualTo(2);
    }

    @Test
    void a_revisit_of_a_copy_that_is_not_there_is_counted() {
        Result result = read(new Archive()
                .page(SITE + "/", DAY, PIXEL)
                .record(
                        "WARC-Type: revisit\r\nWARC-Target-URI: " + SITE + "/a\r\nWARC-Date: " + DAY + "\r\n",
                        new byte[0]));

        assertThat(result.reading.notices()).anyMatch(notice -> notice.startsWith("1 revisits, 1 of"));
        assertThat(fires(result, META, "/a")).isEqualTo(1);
    }

    @Test
    void hosts_that_are_not_of_the_source_are_passed_over_and_counted() {
        Result result = read(
                Map.of("hosts", "www.clinic.example"),
                new Archive()
                        .page(SITE + "/", DAY, PIXEL)
                        .page("https://ads.example.net/frame", DAY, PIXEL)
                        .plain());

        assertThat(result.versions)
                .singleElement()
                .satisfies(version -> assertThat(version.container()).isEqualTo("pages of www.clinic.example"));
        assertThat(result.reading.notices()).anyMatch(notice -> notice.contains("1 pages of other hosts"));
    }

    @Test
    void a_container_in_the_archive_is_read_as_one_and_seen_at_its_date() {
        String url = "https://www.googletagmanager.com/gtm.js?id=GTM-ABCDEF";
        Result result = read(new Archive()
                .response(url, DAY, "application/javascript", GTM_JS)
                .response(url, "2021-04-01T10:00:00Z", "application/javascript", GTM_JS));

        assertThat(result.versions).allSatisfy(version -> {
            assertThat(version.container()).isEqualTo("GTM-ABCDEF");
            assertThat(version.version()).isEqualTo("7");
        });
        assertThat(result.versions.stream()
                        .flatMap(version -> version.moments().stream())
                        .map(ContainerVersion.Moment::at))
                .containsExactly(Instant.parse(DAY), Instant.parse("2021-04-01T10:00:00Z"));
        assertThat(Windows.of(
                                result.versions,
                                Instant.parse("2021-03-10T00:00:00Z"),
                                Instant.parse("2021-03-11T00:00:00Z"))
                        .windows())
                .isNotEmpty()
                .allSatisfy(window -> assertThat(window.certainty()).isEqualTo(DisclosureWindow.Certainty.CERTAIN));
    }

    @Test
    void a_container_that_cannot_be_read_is_a_fault() {
        Result result = read(new Archive()
                .response(
                        "https://www.googletagmanager.com/gtm.js?id=GTM-ABCDEF", DAY, "text/javascript", "var a = {"));

        assertThat(result.reading.faults()).singleElement().asString().contains("GTM-ABCDEF");
    }

    // How it is packed, and how it is broken.

    @Test
    void packed_and_plain_archives_say_the_same() {
        Archive archive = new Archive()
                .record("WARC-Type: warcinfo\r\n", Archive.bytes("software: test"))
                .page(SITE + "/", DAY, PIXEL)
                .page(SITE + "/a", DAY, "<p>Text</p>");

        assertThat(read(Map.of(), archive.packed()).versions.toString())
                .isEqualTo(read(Map.of(), archive.plain()).versions.toString())
                .isEqualTo(
                        read(Map.of(), Archive.gzip(archive.plain())).versions.toString())
                .contains(META);
    }

    @Test
    void bodies_are_unpacked_by_what_their_fields_say() throws IOException {
        byte[] page = Archive.bytes(PIXEL);
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(page);
        }
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater(9, true);
                DeflaterOutputStream out = new DeflaterOutputStream(raw, deflater)) {
            out.write(page);
        }
        byte[] gzip = Archive.gzip(page);
        byte[] chunked = Archive.joined(
                Archive.bytes("a;x=y\r\n"),
                Arrays.copyOf(gzip, 10),
                Archive.bytes("\r\n" + Integer.toHexString(gzip.length - 10) + "\r\n"),
                Arrays.copyOfRange(gzip, 10, gzip.length),
                Archive.bytes("\r\n0\r\n\r\n"));
        // A brotli stream of one uncompressed block (RFC 7932 section 9.2), and its end.
        int length = page.length - 1;
        byte[] brotli = Archive.joined(
                new byte[] {(byte) (length << 4), (byte) (length >> 4), (byte) (((length >> 12) & 0x0f) | 0x10)},
                page,
                new byte[] {3});

        assertThat(told("Content-Encoding: gzip\r\n", gzip)).isEqualTo(2);
        assertThat(told("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked))
                .isEqualTo(2);
        assertThat(told("Content-Encoding: deflate\r\n", zlib.toByteArray())).isEqualTo(2);
        assertThat(told("Content-Encoding: deflate\r\n", raw.toByteArray())).isEqualTo(2);
        assertThat(told("Content-Encoding: zstd\r\n", Zstd.compress(page))).isEqualTo(2);
        assertThat(told("Content-Encoding: br\r\n", brotli)).isEqualTo(2);
        assertThat(told("", page)).isEqualTo(2);
    }

    @Test
    void bodies_that_were_unpacked_before_they_were_stored_are_read_as_they_are() {
        byte[] page = Archive.bytes(PIXEL);

        assertThat(told("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", page))
                .isEqualTo(2);
        assertThat(told("Content-Encoding: br\r\n", page)).isEqualTo(2);
        assertThat(told("Content-Encoding: deflate\r\n", page)).isEqualTo(2);
        assertThat(told("Content-Encoding: zstd\r\n", page)).isEqualTo(2);
    }

    private static int told(String fields, byte[] body) {
        return fires(
                read(new Archive()
                        .answer(
                                SITE + "/",
                                DAY,
                                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + fields + "\r\n",
                                body)),
                META,
                "/");
    }

    @Test
    void a_page_that_was_cut_off_may_have_had_more() {
        Result result = read(new Archive()
                .page(SITE + "/", DAY, PIXEL)
                .record(
                        "WARC-Type: response\r\nWARC-Truncated: length\r\nWARC-Target-URI: " + SITE
                                + "/cut\r\nWARC-Date: " + DAY + "\r\n",
                        Archive.bytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Text</p>")));

        assertThat(fires(result, META, "/cut")).isEqualTo(1);
        assertThat(result.reading.notices()).anyMatch(notice -> notice.startsWith("1 pages and scripts are not all"));
    }

    @Test
    void an_error_page_is_not_the_page() {
        Result result = read(new Archive()
                .page(SITE + "/", DAY, PIXEL)
                .answer(
                        SITE + "/gone",
                        DAY,
                        "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
                        Archive.bytes("<p>Text</p>")));

        assertThat(fires(result, META, "/gone")).isEqualTo(1);
    }

    @Test
    void a_resource_record_is_read_as_its_content() {
        Result result = read(new Archive()
                .record(
                        "WARC-Type: resource\r\nContent-Type: text/html\r\nWARC-Target-URI: <" + SITE
                                + "/>\r\nWARC-Date: 2021-03-01T10:00:00.123456Z\r\n",
                        Archive.bytes(PIXEL)));

        assertThat(fires(result, META, "/")).isEqualTo(2);
    }

    @Test
    void a_damaged_member_loses_one_record_and_is_a_fault() {
        byte[] first = new Archive().page(SITE + "/a", DAY, PIXEL).packed();
        byte[] damaged = new Archive()
                .page(SITE + "/b", DAY, PIXEL + "lorem ipsum dolor sit amet ".repeat(40))
                .packed();
        Arrays.fill(damaged, 60, 120, (byte) 0xff);
        byte[] last = new Archive().page(SITE + "/c", DAY, PIXEL).packed();
        Result result = read(Map.of(), Archive.joined(first, damaged, last));

        assertThat(fires(result, META, "/a")).isEqualTo(2);
        assertThat(fires(result, META, "/b")).isEqualTo(1);
        assertThat(fires(result, META, "/c")).isEqualTo(2);
        assertThat(result.reading.faults()).hasSize(1);
    }

    @Test
    void garbage_between_records_is_a_fault_and_what_follows_is_read() {
        Result result = read(new Archive()
                .raw(Archive.bytes("not a record\r\nnor this\r\n"))
                .page(SITE + "/a", DAY, PIXEL)
                .raw(Archive.bytes("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nx\r\n"))
                .page(SITE + "/b", DAY, PIXEL));

        assertThat(fires(result, META, "/a")).isEqualTo(2);
        assertThat(fires(result, META, "/b")).isEqualTo(2);
        assertThat(result.reading.faults()).singleElement().asString().startsWith("2 records could not be read");
    }

    @Test
    void an_archive_cut_anywhere_is_told_or_read_whole_and_never_thrown() {
        byte[] plain = new Archive().page(SITE + "/a", DAY, PIXEL).plain();
        byte[] packed = new Archive()
                .page(SITE + "/a", DAY, PIXEL)
                .page(SITE + "/b", DAY, PIXEL)
                .packed();
        for (int length = 1; length < plain.length - 4; length++) {
            HistoryReading reading = read(Map.of(), Arrays.copyOf(plain, length)).reading;
            assertThat(reading.faults()).as("of %d bytes", length).isNotEmpty();
        }
        int half = new Archive().page(SITE + "/a", DAY, PIXEL).packed().length;
        for (int length = 1; length < packed.length; length++) {
            HistoryReading reading = read(Map.of(), Arrays.copyOf(packed, length)).reading;
            if (length != half) {
                assertThat(reading.faults()).as("of %d bytes", length).isNotEmpty();
            }
        }
    }

    @Test
    void a_record_without_a_usable_date_is_a_fault() {
        for (String date : List.of("", "yesterday", "2021", "+999999999-12-31T23:59:59Z", "0000-01-01T00:00:00Z")) {
            Result result = read(new Archive().page(SITE + "/", date, PIXEL));
            assertThat(result.versions).as(date).isEmpty();
            assertThat(result.reading.faults()).as(date).hasSize(1);
        }
    }

    @Test
    void a_record_that_says_it_is_enormous_costs_no_memory() {
        Result result = read(new Archive()
                .page(SITE + "/", DAY, PIXEL)
                .raw(Archive.bytes("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " + SITE + "/b\r\nWARC-Date: "
                        + DAY + "\r\nContent-Length: 999999999999999\r\n\r\nHTTP/1.1 200 OK\r\n")));

        assertThat(fires(result, META, "/")).isEqualTo(2);
        assertThat(result.reading.faults()).hasSize(1);
    }

    @Test
    void a_bomb_is_stopped_and_told() {
        byte[] bomb = Archive.gzip(Archive.joined(
                Archive.bytes("WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 100000000\r\n\r\n"),
                new byte[100_000_000]));
        Result result = read(Map.of(), bomb);

        assertThat(result.reading.faults()).isNotEmpty();
    }

    @Test
    void what_is_no_web_archive_is_a_fault_that_says_what_it_is() {
        assertThat(faults(new byte[0])).hasSize(1);
        assertThat(faults(Archive.bytes("<html></html>"))).hasSize(1);
        assertThat(faults(
                        Zstd.compress(new Archive().page(SITE + "/", DAY, PIXEL).plain())))
                .singleElement()
                .asString()
                .contains("zstd");
        assertThat(faults(new byte[] {'P', 'K', 3, 4, 0, 0}))
                .singleElement()
                .asString()
                .contains("WACZ");
        assertThat(faults(Archive.bytes("filedesc://a.arc 0.0.0.0 20050101 text/plain 1\n")))
                .singleElement()
                .asString()
                .contains("ARC");
    }

    private static List<String> faults(byte[] content) {
        return read(Map.of(), content).reading.faults();
    }

    /// What one reader says of some files.
    private record Result(HistoryReading reading, List<ContainerVersion> versions) {}

    private static Result read(Archive archive) {
        return read(Map.of(), archive.plain());
    }

    private static Result read(Map<String, String> settings, byte[]... files) {
        WarcHistory reader = new WarcHistory();
        List<ContainerVersion> versions = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        List<HistoryReading> readings = new ArrayList<>();
        for (byte[] file : files) {
            readings.add(reader.read(
                    new HistoryFile("crawl-" + readings.size() + ".warc", "ab", Bytes.copyOf(file), settings)));
        }
        readings.add(reader.finish());
        readings.forEach(reading -> {
            versions.addAll(reading.versions());
            faults.addAll(reading.faults());
            notices.addAll(reading.notices());
        });
        return new Result(new HistoryReading(versions, faults, notices), versions);
    }

    private static int fires(Result result, String vendor, String path) {
        return fires(result.versions.getFirst(), vendor, path);
    }

    private static int fires(ContainerVersion version, String vendor, String path) {
        return PageRules.fires(
                tag(version, vendor, DataElement.IP_ADDRESS)
                        .map(tag -> tag.pages().text())
                        .orElse("(any)"),
                "GET",
                "www.clinic.example",
                path,
                "");
    }

    private static HeldTag tag(Result result, String vendor, DataElement element) {
        return tag(result.versions.getFirst(), vendor, element).orElseThrow();
    }

    private static Optional<HeldTag> tag(ContainerVersion version, String vendor, DataElement element) {
        return version.tags().stream()
                .filter(tag -> tag.vendor().equals(vendor) && tag.elements().containsKey(element))
                .findFirst();
    }
}
