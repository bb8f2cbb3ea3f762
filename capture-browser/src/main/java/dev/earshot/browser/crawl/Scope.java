package dev.earshot.browser.crawl;

import crawlercommons.filters.basic.BasicURLNormalizer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Which links a crawl follows: pages of the same registrable domain, in one spelling, that neither sign
/// out nor are files.
public final class Scope {
    private static final Pattern SIGNS_OUT = Pattern.compile(
            "(?<![a-z])(log|sign)[-_+ ]?(out|off)(?![a-z])|end[-_]?session|(?<![a-z])logoff", Pattern.CASE_INSENSITIVE);

    /// By their ending; what a server sends as a file without such an ending is seen, cancelled and
    /// counted.
    private static final Pattern FILE = Pattern.compile(
            "\\.(pdf|zip|gz|tgz|7z|rar|dmg|exe|msi|apk|ipa|docx?|xlsx?|pptx?|odt|ods|csv|rtf|txt|xml|json|rss|atom|ics|vcf"
                    + "|epub|jpe?g|png|gif|webp|svg|ico|bmp|tiff?|mp3|m4a|wav|mp4|m4v|mov|avi|webm|css|js|mjs|woff2?)$",
            Pattern.CASE_INSENSITIVE);

    /// Parameters that tell where a visitor came from, and don't change the page.
    private static final List<String> CAMPAIGN = List.of(
            "utm_source",
            "utm_medium",
            "utm_campaign",
            "utm_term",
            "utm_content",
            "utm_id",
            "gclid",
            "gbraid",
            "wbraid",
            "fbclid",
            "msclkid",
            "ttclid",
            "mc_cid",
            "mc_eid",
            "_ga",
            "_gl");

    private static final BasicURLNormalizer NORMALIZER =
            BasicURLNormalizer.newBuilder().queryParamsToRemove(CAMPAIGN).build();

    private final Set<String> domains = new HashSet<>();
    private final UnaryOperator<String> registrableDomain;

    /// @param targets whose registrable domains are crawled
    /// @param sites further hosts or domains that are the entity's own
    public Scope(Collection<String> targets, Collection<String> sites, UnaryOperator<String> registrableDomain) {
        this.registrableDomain = registrableDomain;
        targets.forEach(target -> host(target).map(registrableDomain).ifPresent(domains::add));
        sites.forEach(site -> domains.add(site.toLowerCase(Locale.ROOT)));
    }

    /// Where a link leads, in the one spelling that stands for all of the same page; empty when it is
    /// not followed.
    public Optional<String> follow(Link link) {
        return link.download() || SIGNS_OUT.matcher(link.text()).find() ? Optional.empty() : follow(link.url());
    }

    private Optional<String> follow(String url) {
        if (!url.startsWith("http://") && !url.startsWith("https://")) {
            return Optional.empty();
        }
        return canonical(url).filter(this::isOwn).filter(canonical -> {
            String path = path(canonical);
            return !FILE.matcher(path).find()
                    && !SIGNS_OUT
                            .matcher(canonical.substring(canonical.indexOf("://") + 3))
                            .find();
        });
    }

    /// One spelling for a page: host in lower case, no default port, no dot segments, no campaign
    /// parameters, no fragment unless a single-page app routes by it (`#/…`, `#!…`). Empty for what is
    /// not an address.
    public static Optional<String> canonical(String url) {
        String plain = url.strip();
        int hash = plain.indexOf('#');
        String fragment = hash < 0 ? "" : plain.substring(hash);
        boolean route = fragment.startsWith("#/") || fragment.startsWith("#!");
        String normal = NORMALIZER.filter(hash < 0 ? plain : plain.substring(0, hash));
        if (normal == null || host(normal).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(route ? normal + fragment : normal);
    }

    /// Whether the address is on the site that is crawled.
    public boolean isOwn(String url) {
        return host(url)
                .filter(host -> domains.contains(registrableDomain.apply(host))
                        || domains.stream().anyMatch(own -> host.equals(own) || host.endsWith("." + own)))
                .isPresent();
    }

    /// The host of an address, in lower case.
    public static Optional<String> host(String url) {
        try {
            return Optional.ofNullable(new URI(url.replaceAll("[^\\x21-\\x7e]|[\"<>\\\\^`{|}]", "_")).getHost())
                    .map(host -> host.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    /// Scheme, host and port of an address.
    public static String origin(String url) {
        int path = url.indexOf('/', url.indexOf("://") + 3);
        return path < 0 ? url : url.substring(0, path);
    }

    /// The path alone, which says which pages differ only in their query.
    static String path(String url) {
        String end = url.substring(Math.min(url.length(), origin(url).length()));
        return end.split("[?#]", 2)[0];
    }
}
