package dev.earshot.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.exchange.Exchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a request may cost, as ratios and counts that hold on any machine. The limits leave half as much again as
/// there was when they were set, and the ratio of times nearly three times as much: what goes over them has changed
/// in kind.
class CostGuardTest {
    private static final int WARM_UP = 12;
    private static final int PAIRS = 9;

    private static final double INVENTED_LIMIT = 20_000;
    private static final double BEACONS_LIMIT = 28_000;
    private static final double RATIO_LIMIT = 40;

    private static final Corpus INVENTED = Corpus.invented(600);
    private static final Corpus BEACONS = Corpus.beacons(600);

    @Test
    void a_request_like_those_of_sites_allocates_no_more_than_it_did() {
        assertThat(allocated(INVENTED)).isPositive().isLessThan(INVENTED_LIMIT);
    }

    @Test
    void a_beacon_allocates_no_more_than_it_did() {
        assertThat(allocated(BEACONS)).isPositive().isLessThan(BEACONS_LIMIT);
    }

    @Test
    void the_whole_path_takes_no_more_of_a_plain_search_than_it_did() {
        WholePath path = new WholePath(BEACONS);
        List<String> values = values();
        List<Double> ratios = new ArrayList<>();
        long found = 0;
        for (int pair = -WARM_UP; pair < PAIRS; pair++) {
            double whole = Meter.ofThread(() -> path.pass(BEACONS)).thread();
            long[] hits = new long[1];
            double plain =
                    Meter.ofThread(() -> hits[0] = plainSearch(BEACONS, values)).thread();
            found += hits[0];
            if (pair >= 0) {
                ratios.add(whole / plain);
            }
        }
        assertThat(found).isPositive();
        assertThat(Spread.of(ratios).median()).isPositive().isLessThan(RATIO_LIMIT);
    }

    @Test
    void a_request_is_opened_to_about_as_many_leaves_as_it_was() {
        assertThat(leaves(INVENTED)).isBetween(4.0, 25.0);
        assertThat(leaves(BEACONS)).isBetween(8.0, 36.0);
    }

    /// Bytes a request, once it is compiled: the least of some passes.
    private static double allocated(Corpus corpus) {
        WholePath path = new WholePath(corpus);
        double least = Double.MAX_VALUE;
        for (int pass = 0; pass < WARM_UP; pass++) {
            least = Math.min(least, Meter.ofThread(() -> path.pass(corpus)).allocated());
        }
        return least / corpus.exchanges().size();
    }

    private static double leaves(Corpus corpus) {
        WholePath.Tally tally = new WholePath(corpus).pass(corpus);
        return (double) tally.leaves() / tally.requests();
    }

    /// The yardstick: percent-decode the address, parse a JSON body, and ask of each value whether it is contained.
    private static long plainSearch(Corpus corpus, List<String> values) {
        long hits = 0;
        for (Exchange exchange : corpus.exchanges()) {
            String body = exchange.request().body().bytes().utf8();
            if (body.startsWith("{") || body.startsWith("[")) {
                try {
                    hits += JsonMapper.shared().readTree(body).size();
                } catch (JacksonException notJson) {
                    hits++;
                }
            }
            String all = (URLDecoder.decode(exchange.request().url(), StandardCharsets.UTF_8) + body)
                    .toLowerCase(Locale.ROOT);
            for (String value : values) {
                hits += all.contains(value) ? 1 : 0;
            }
        }
        return hits;
    }

    private static List<String> values() {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            values.add(Corpus.invented(1).persona().id() + i);
        }
        values.add("visitor");
        return values;
    }
}
