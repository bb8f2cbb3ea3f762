package dev.earshot.disclosure;

import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Initiator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Follows what one vendor passes on to another: redirects from one third party's host to another's.
final class Onward {
    private static final int REMEMBERED = 10_000;

    private final Map<String, String> redirectedBy = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Parties parties;

    Onward(Parties parties) {
        this.parties = parties;
    }

    /// The vendor that sent this request on to another; empty where the page itself made it, or the vendor is the same.
    Optional<String> sharedFrom(Exchange exchange, Recipient recipient) {
        Optional<String> byChain = exchange.context().initiators().stream()
                .findFirst()
                .filter(first -> first.kind() == Initiator.Kind.REDIRECT)
                .flatMap(Initiator::url)
                .filter(url -> !parties.isOwn(url))
                .map(parties::ownerOf);
        Optional<String> from = byChain.or(
                () -> Optional.ofNullable(redirectedBy.remove(exchange.request().url())));
        remember(exchange, recipient);
        return from.filter(vendor -> !vendor.equals(recipient.vendor()));
    }

    private void remember(Exchange exchange, Recipient recipient) {
        exchange.response()
                .flatMap(response -> response.redirectUrl().or(() -> response.header("location")))
                .filter(url -> url.startsWith("http"))
                .ifPresent(url -> redirectedBy.put(withoutFragment(url), recipient.vendor()));
    }

    private static String withoutFragment(String url) {
        int fragment = url.indexOf('#');
        return fragment < 0 ? url : url.substring(0, fragment);
    }
}
