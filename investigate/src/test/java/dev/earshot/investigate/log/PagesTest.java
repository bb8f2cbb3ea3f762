package dev.earshot.investigate.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.investigate.table.Key;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final byte[] GET = {'G', 'E', 'T'};
    private static final byte[] POST = {'P', 'O', 'S', 'T'};

    private final Sieve sieve = new Sieve(new LogFixture(Path.of(""))
            .with(logs -> {
                logs.hosts = List.of("www.clinic.example", "*.health.example", "bücher.example");
                return logs;
            })
            .plan());

    @Test
    void paths_that_ask_for_the_same_page_are_one_path() {
        Map.ofEntries(
                        Map.entry("", "/"),
                        Map.entry("/", "/"),
                        Map.entry("/a", "/a"),
                        Map.entry("/%61%2D%2e%5F%7e", "/a-._~"),
                        Map.entry("/a%2fb%3f", "/a%2Fb%3F"),
                        Map.entry("/%c3%a9", "/%C3%A9"),
                        Map.entry("/é", "/%C3%A9"),
                        Map.entry("/a b", "/a%20b"),
                        Map.entry("/./a/../b/.", "/b/"),
                        Map.entry("/..", "/"),
                        Map.entry("/../../a", "/a"),
                        Map.entry("/a/%2E%2e/b", "/b"),
                        Map.entry("/a/b/..", "/a/"),
                        Map.entry("/..a/b..", "/..a/b.."),
                        Map.entry("/100%", "/100%25"),
                        Map.entry("/%zz%4", "/%25zz%254"),
                        Map.entry("no-slash", "/no-slash"))
                .forEach((raw, path) -> assertThat(canonical(raw)).as(raw).isEqualTo(path));
    }

    @Test
    void paths_that_may_be_different_pages_stay_apart() {
        for (String[] pair : new String[][] {
            {"/a", "/A"},
            {"/a", "/a/"},
            {"/a//b", "/a/b"},
            {"/a%2Fb", "/a/b"},
            {"/a%3Fb", "/a"},
            {"/a+b", "/a%20b"},
            {"/a;v=1", "/a"},
            {"/a%2Bb", "/a+b"},
            {"/%2%35", "/%25"},
            {"/index.html", "/"}
        }) {
            assertThat(canonical(pair[0])).isNotEqualTo(canonical(pair[1]));
        }
    }

    @Test
    void a_canonical_path_is_its_own_canonical_path() {
        for (String raw : List.of("/%%34%31", "/%61/../b%2f", "/é/./x", "//..//a/%2e", "/%", "x/../y")) {
            assertThat(canonical(canonical(raw))).isEqualTo(canonical(raw));
        }
    }

    @Test
    void a_host_is_known_in_any_case_with_any_port_and_a_full_stop_at_its_end() {
        Pages pages = new Pages(sieve, Set.of());
        for (String written : List.of("www.clinic.example", "WWW.Clinic.example:443", "www.clinic.example.:8080")) {
            Page.Host host = host(pages, written);
            assertThat(host.investigated()).as(written).isTrue();
            assertThat(new String(host.name(), StandardCharsets.UTF_8)).isEqualTo("www.clinic.example");
        }
    }

    @Test
    void a_wildcard_stands_for_all_hosts_below_and_not_for_the_domain_itself() {
        Pages pages = new Pages(sieve, Set.of());
        assertThat(host(pages, "a.health.example").investigated()).isTrue();
        assertThat(host(pages, "a.b.health.example").investigated()).isTrue();
        assertThat(host(pages, "xn--bcher-kva.example").investigated()).isTrue();
        for (String other : List.of(
                "health.example",
                "nothealth.example",
                "clinic.example",
                "www.clinic.example.evil.example",
                "a.health.example.evil.example",
                "\u0001.health.example",
                "é.health.example",
                "",
                ":80")) {
            assertThat(host(pages, other).investigated()).as(other).isFalse();
        }
    }

    @Test
    void a_session_in_the_path_is_no_part_of_the_page() {
        Pages pages = new Pages(sieve, Set.of());
        Page plain = page(pages, "/a/b");
        byte[] path = "/a;JSESSIONID=F00.node1;v=1/b".getBytes(StandardCharsets.UTF_8);
        Page page = pages.page(host(pages, "www.clinic.example"), GET, path, 0, path.length);
        assertThat(new String(page.path, StandardCharsets.UTF_8)).isEqualTo("/a;v=1/b");
        assertThat(new String(path, pages.sessionFrom, pages.sessionTo - pages.sessionFrom, StandardCharsets.UTF_8))
                .isEqualTo("F00.node1");
        assertThat(page(pages, "/a/b;jsessionid=X")).isSameAs(plain);
        assertThat(page(pages, "/a/b;jsessionid=")).isSameAs(plain);
        assertThat(page(pages, "/a/b;jsession=X")).isNotSameAs(plain);
        assertThat(pages.sessionTo).isZero();
    }

    @Test
    void only_the_parameters_that_are_asked_for_are_kept_in_the_order_of_the_address() {
        assertThat(kept(Set.of(), "q=1&r=2")).isEmpty();
        assertThat(kept(Set.of("r", "q"), "x=0&q=1&r=2&q=3")).isEqualTo("q=1&r=2&q=3");
        assertThat(kept(Set.of("q"), "?q=1")).isEqualTo("q=1");
        assertThat(kept(Set.of("q"), "q")).isEqualTo("q");
        assertThat(kept(Set.of("q"), "qq=1&=q&Q=2")).isEmpty();
        assertThat(kept(Set.of("a b"), "a+b=1&a%20b=2&a%2=3")).isEqualTo("a+b=1&a%20b=2");
        assertThat(kept(Set.of("*"), "q=1&&r=ü 2")).isEqualTo("q=1&&r=%C3%BC%202");
        assertThat(kept(Set.of("q"), "")).isEmpty();
    }

    @Test
    void pages_have_keys_of_their_own_by_method_host_path_and_query() {
        Pages pages = new Pages(sieve, Set.of("q"));
        byte[] path = {'/', 'a'};
        byte[] query = {'q', '=', '1'};
        Page get = pages.page(host(pages, "www.clinic.example"), GET, path, 0, 2);
        Page post = pages.page(host(pages, "www.clinic.example"), POST, path, 0, 2);
        Page elsewhere = pages.page(host(pages, "a.health.example"), GET, path, 0, 2);
        Page root = pages.page(host(pages, "www.clinic.example"), GET, path, 0, 1);
        assertThat(Set.of(
                        pages.key(get, query, 0, 0),
                        pages.key(get, query, 0, 3),
                        pages.key(post, query, 0, 0),
                        pages.key(elsewhere, query, 0, 0),
                        pages.key(root, query, 0, 0)))
                .hasSize(5)
                .doesNotContain(Key.NONE);
    }

    @Test
    void more_pages_than_are_remembered_have_the_same_keys_again() {
        Pages pages = new Pages(sieve, Set.of());
        long first = page(pages, "/0").key;
        long second = page(pages, "/1").key;
        assertThat(pages.isNew(first)).isTrue();
        assertThat(pages.isNew(first)).isFalse();
        for (int i = 0; i < 200_000; i++) {
            pages.isNew(page(pages, "/" + i).key);
        }
        assertThat(page(pages, "/0").key).isEqualTo(first);
        assertThat(page(pages, "/1").key).isEqualTo(second);
        assertThat(pages.isNew(first)).isTrue();
    }

    private static Page page(Pages pages, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return pages.page(host(pages, "www.clinic.example"), GET, bytes, 0, bytes.length);
    }

    private static Page.Host host(Pages pages, String written) {
        byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
        return pages.host(bytes, 0, bytes.length);
    }

    private String kept(Set<String> parameters, String query) {
        Pages pages = new Pages(sieve, parameters);
        byte[] bytes = query.getBytes(StandardCharsets.UTF_8);
        pages.key(page(pages, "/"), bytes, 0, bytes.length);
        return new String(pages.query, 0, pages.queryLength, StandardCharsets.UTF_8);
    }

    private static String canonical(String raw) {
        return new String(Pages.canonical(raw.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
    }
}
