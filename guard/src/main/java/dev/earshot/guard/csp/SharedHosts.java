package dev.earshot.guard.csp;

import dev.earshot.domain.RegistrableDomain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Hosts that are an exit for anyone's account: a page that may send there may send to a stranger.
///
/// Those in `shared-hosts.json`, each with its source; and, as a rule, a wildcard right below any name that the Public
/// Suffix List calls a suffix, such as `*.github.io`.
final class SharedHosts {
    private static final SharedHosts BUNDLED = read();

    private final List<SharedHost> hosts;

    private SharedHosts(List<SharedHost> hosts) {
        this.hosts = List.copyOf(hosts);
    }

    /// @param pattern a host, or `*.` and a domain
    /// @param shared why it is anybody's
    /// @param account what tells one account from another there
    /// @param perHost whether each name below a wildcard is one account's, and only the wildcard is anybody's
    /// @param stricter what to allow instead
    record SharedHost(
            String pattern, String shared, String account, boolean perHost, String stricter, boolean verified) {
        boolean holds(String allowed) {
            if (pattern.equals(allowed) || !pattern.startsWith("*.")) {
                return pattern.equals(allowed) || (allowed.startsWith("*.") && pattern.endsWith(allowed.substring(1)));
            }
            return allowed.startsWith("*.")
                    ? allowed.endsWith(pattern.substring(1)) || pattern.endsWith(allowed.substring(1))
                    : !perHost && allowed.endsWith(pattern.substring(1));
        }
    }

    static SharedHosts bundled() {
        return BUNDLED;
    }

    /// Why an allowed host, or wildcard, is anybody's; empty where nothing is known of that.
    ///
    /// An exact name below a wildcard, such as `d111.cloudfront.net`, is one customer's where the file says that each
    /// name is.
    Optional<SharedHost> of(String allowed) {
        boolean wildcard = allowed.startsWith("*.");
        String name = wildcard ? allowed.substring(2) : allowed;
        Optional<SharedHost> named =
                hosts.stream().filter(host -> host.holds(allowed)).findFirst();
        if (named.isPresent() || !RegistrableDomain.isPublicSuffix(name)) {
            return named;
        }
        return Optional.of(new SharedHost(
                allowed,
                "Anybody may have a name below " + name + " (Public Suffix List).",
                wildcard ? "name in the host" : "name in the path",
                wildcard,
                wildcard
                        ? "Allow the exact name below it that is yours, and no wildcard."
                        : "Allow the exact name below it that is yours, or the path that begins with your own name.",
                true));
    }

    int size() {
        return hosts.size();
    }

    private static SharedHosts read() {
        List<SharedHost> hosts = new ArrayList<>();
        for (JsonNode entry : resource("shared-hosts.json").path("hosts")) {
            for (JsonNode host : entry.path("hosts")) {
                hosts.add(new SharedHost(
                        host.asString(),
                        entry.path("shared").asString(),
                        entry.path("account").asString(),
                        entry.path("oneAccountPerHost").asBoolean(false),
                        entry.path("stricter").asString(),
                        entry.path("verified").asBoolean()));
            }
        }
        return new SharedHosts(hosts);
    }

    static JsonNode resource(String file) {
        try (InputStream in = Objects.requireNonNull(SharedHosts.class.getResourceAsStream(file), file)) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
