package dev.earshot.browser.watch;

import dev.earshot.browser.watch.cdp.PageAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The addresses that pages had, to find the page of a request which only the net log saw, or which was only paused.
///
/// Such a request is most often one that a page sends as it is left. The new address may be heard of before it or
/// after it, so what was sent within a second of a page's end belongs to that page.
final class PageAddresses {
    private static final long LEAVING = 1000;

    /// @param from milliseconds since 1970
    /// @param until when the page took on another address
    /// @param left whether another document came then; otherwise a script set the address
    private record Stay(String url, long from, long until, boolean left) {}

    private final List<Stay> stays = new ArrayList<>();

    /// @param history in order of time
    /// @param opened the addresses that were asked for as documents
    PageAddresses(List<PageAddress> history, Set<String> opened) {
        for (int i = 0; i < history.size(); i++) {
            PageAddress address = history.get(i);
            Optional<PageAddress> next = history.subList(i + 1, history.size()).stream()
                    .filter(later -> later.page().equals(address.page()))
                    .findFirst();
            boolean left = next.map(PageAddress::url)
                    .filter(url -> !url.startsWith("http") || opened.contains(url))
                    .isPresent();
            stays.add(new Stay(
                    address.url(), address.wall(), next.map(PageAddress::wall).orElse(Long.MAX_VALUE), left));
        }
    }

    /// The page that most likely sent a request at `wall`: the one its Referer names, else the one that was being
    /// left just then, else the last one; each of the origin that asked, else of the top page's site. Empty when
    /// there is none.
    ///
    /// @param origin such as `https://www.clinic.example`, or empty
    /// @param topSite such as `https://clinic.example`, or empty
    String of(String origin, String topSite, String referer, long wall) {
        return last(stay -> stay.url().equals(referer), wall)
                .or(() -> of(stay -> !origin.isEmpty() && origin(stay.url()).equals(origin), wall))
                .or(() -> of(stay -> ofSite(host(stay.url()), host(topSite)), wall))
                .orElse("");
    }

    private Optional<String> of(Predicate<Stay> fits, long wall) {
        return stays.stream()
                .filter(fits)
                .filter(stay -> stay.left() && Math.abs(wall - stay.until()) <= LEAVING)
                .min(Comparator.comparingLong(stay -> Math.abs(wall - stay.until())))
                .map(Stay::url)
                .or(() -> last(fits, wall));
    }

    private Optional<String> last(Predicate<Stay> fits, long wall) {
        return stays.stream()
                .filter(fits)
                .filter(stay -> stay.from() <= wall)
                .reduce((earlier, later) -> later)
                .map(Stay::url);
    }

    private static boolean ofSite(String host, String site) {
        return !site.isEmpty() && (host.equals(site) || host.endsWith("." + site));
    }

    /// Scheme, host and port.
    static String origin(String url) {
        int authority = url.indexOf("://");
        if (authority < 0) {
            return "";
        }
        int end = authority + 3;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        return url.substring(0, end);
    }

    private static String host(String url) {
        String origin = origin(url);
        if (origin.isEmpty()) {
            return "";
        }
        String authority = origin.substring(origin.indexOf("://") + 3);
        int port = authority.lastIndexOf(':');
        boolean hasPort = port > authority.lastIndexOf(']');
        return (hasPort ? authority.substring(0, port) : authority).toLowerCase(Locale.ROOT);
    }
}
