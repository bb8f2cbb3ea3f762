package dev.earshot.browser.watch;

import dev.earshot.browser.watch.cdp.PageAddress;
import java.util.List;
import java.util.Locale;

/// The addresses that pages had, to find the page of a request which only the net log saw.
///
/// @param history in order of time
record PageAddresses(List<PageAddress> history) {
    PageAddresses {
        history = List.copyOf(history);
    }

    /// The page that most likely sent a request at `wall`: the one its Referer names, else the last one of the
    /// origin that asked, else the last one of the top page's site; empty when there is none. A beacon sent while a
    /// page unloads carries the origin of the page it leaves, not of the one that comes.
    ///
    /// @param origin such as `https://www.clinic.example`, or empty
    /// @param topSite such as `https://clinic.example`, or empty
    String of(String origin, String topSite, String referer, long wall) {
        String sameReferer = "";
        String sameOrigin = "";
        String sameSite = "";
        for (PageAddress address : history) {
            if (address.wall() > wall) {
                break;
            }
            String url = address.url();
            if (url.equals(referer)) {
                sameReferer = url;
            }
            if (!origin.isEmpty() && origin(url).equals(origin)) {
                sameOrigin = url;
            }
            if (!topSite.isEmpty() && ofSite(host(url), host(topSite))) {
                sameSite = url;
            }
        }
        if (!sameReferer.isEmpty()) {
            return sameReferer;
        }
        return sameOrigin.isEmpty() ? sameSite : sameOrigin;
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
