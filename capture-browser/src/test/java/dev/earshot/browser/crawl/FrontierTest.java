package dev.earshot.browser.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.browser.crawl.Frontier.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrontierTest {
    @Test
    void the_order_does_not_depend_on_which_worker_is_faster() throws Exception {
        List<List<String>> orders = new ArrayList<>();
        for (boolean lastFirst : List.of(false, true)) {
            Frontier frontier = new Frontier(List.of("a", "b"), 10, 2);
            Stop a = frontier.take().orElseThrow();
            Stop b = frontier.take().orElseThrow();
            List<Stop> done = lastFirst ? List.of(b, a) : List.of(a, b);
            done.forEach(stop -> frontier.visited(stop, List.of(stop.url() + "1", stop.url() + "2")));
            List<String> order = new ArrayList<>();
            for (Optional<Stop> stop = frontier.take(); stop.isPresent(); stop = frontier.take()) {
                order.add(stop.get().url());
                frontier.visited(stop.get(), List.of());
            }
            orders.add(order);
        }
        assertThat(orders.getFirst()).containsExactly("a1", "a2", "b1", "b2").isEqualTo(orders.getLast());
    }

    @Test
    void links_below_the_depth_are_not_known() throws Exception {
        Frontier frontier = new Frontier(List.of("a"), 10, 1);
        frontier.visited(frontier.take().orElseThrow(), List.of("b"));
        frontier.visited(frontier.take().orElseThrow(), List.of("c"));
        assertThat(frontier.take()).isEmpty();
        assertThat(frontier.leftOut()).isZero();
    }

    @Test
    void a_calendar_does_not_fill_the_crawl() throws Exception {
        Frontier frontier = new Frontier(List.of("home"), 100, 1);
        List<String> days = new ArrayList<>();
        for (int day = 1; day <= 30; day++) {
            days.add("calendar?day=" + day);
        }
        frontier.visited(frontier.take().orElseThrow(), days);
        assertThat(frontier.known()).isEqualTo(5);
        assertThat(frontier.leftOut()).isEqualTo(26);
    }

    @Test
    void a_stopped_frontier_gives_no_more() throws Exception {
        Frontier frontier = new Frontier(List.of("a", "b"), 10, 1);
        Stop a = frontier.take().orElseThrow();
        frontier.stop();
        frontier.visited(a, List.of("c"));
        assertThat(frontier.take()).isEmpty();
    }
}
