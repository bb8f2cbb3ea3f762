package dev.earshot.browser;

import dev.earshot.browser.crawl.Scope;
import dev.earshot.browser.drive.Timeline;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.StoredItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which response set which cookie. A cookie that a script set is not in it.
final class SetCookies {
    private record Setting(Instant at, String host, String domain, String value, String url) {}

    private final Map<String, List<Setting>> byName = new HashMap<>();

    private SetCookies() {}

    static SetCookies in(List<Exchange> exchanges) {
        SetCookies all = new SetCookies();
        for (Exchange exchange : exchanges) {
            exchange.response()
                    .ifPresent(response -> response.headers().stream()
                            .filter(header -> header.is("set-cookie"))
                            .forEach(header -> all.add(exchange, header)));
        }
        return all;
    }

    private void add(Exchange exchange, Header header) {
        // The net log joins several with a line break.
        for (String line : header.value().split("\n")) {
            String[] parts = line.split(";");
            int equals = parts[0].indexOf('=');
            if (equals < 0) {
                continue;
            }
            String host = Scope.host(exchange.request().url()).orElse("");
            String domain = host;
            for (String attribute : parts) {
                String[] pair = attribute.split("=", 2);
                if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("domain")) {
                    domain = plain(pair[1].strip());
                }
            }
            byName.computeIfAbsent(parts[0].substring(0, equals).strip(), _ -> new ArrayList<>())
                    .add(new Setting(
                            exchange.startedAt(),
                            host,
                            domain,
                            parts[0].substring(equals + 1).strip(),
                            exchange.request().url()));
        }
    }

    /// The items of one page, each with the response that last set it, with the value it has, before the
    /// page's end.
    List<StoredItem> attribute(List<StoredItem> items, Timeline.Stay stay) {
        return items.stream()
                .map(item -> item.kind() == StoredItem.Kind.COOKIE
                        ? setBy(item, stay)
                                .map(url -> new StoredItem(
                                        item.kind(),
                                        item.name(),
                                        item.value(),
                                        item.site(),
                                        item.expires(),
                                        Optional.of(url)))
                                .orElse(item)
                        : item)
                .toList();
    }

    private Optional<String> setBy(StoredItem cookie, Timeline.Stay stay) {
        return byName.getOrDefault(cookie.name(), List.of()).stream()
                .filter(setting -> setting.domain().equals(plain(cookie.site())))
                .filter(setting -> setting.value().equals(cookie.value().reveal()))
                .filter(setting -> setting.at().isBefore(stay.end()))
                .max(Comparator.comparing(Setting::at))
                .map(Setting::url);
    }

    private static String plain(String domain) {
        return domain.replaceFirst("^\\.", "").toLowerCase(Locale.ROOT);
    }
}
