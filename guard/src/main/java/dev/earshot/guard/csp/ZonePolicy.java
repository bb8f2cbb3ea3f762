package dev.earshot.guard.csp;

import dev.earshot.guard.protection.Allowed;
import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Fields;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Otherwise;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.Use;
import dev.earshot.guard.protection.ZoneProtection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A zone's protection as Content-Security-Policies, with what they can't say.
///
/// @param enforced empty in a zone that lets through what nobody has ruled on: a policy can name what it admits alone,
///     and never what it forbids
/// @param tryOut for `Content-Security-Policy-Report-Only`: the next stricter policy; where nothing is enforced, the one
///     that would be
/// @param besideNonces a second policy to be enforced beside the first where that has nonces: what bears a nonce is
///     admitted by the first from wherever it comes, imports of such a script among it; this one names hosts alone, and
///     a request has to pass both (W3C CSP3, section 4.1.2)
record ZonePolicy(
        ZoneProtection zone,
        Optional<ContentPolicy> enforced,
        Optional<ContentPolicy> besideNonces,
        ContentPolicy tryOut,
        List<Warning> warnings) {
    ZonePolicy {
        warnings = List.copyOf(warnings);
    }

    /// How a policy is to be set.
    ///
    /// @param nonce put on scripts by whoever sets the header; empty where nobody can
    /// @param stripped whether a browser guard or a gateway takes fields out of requests, so that hosts of which only
    ///     some fields may be told can be admitted
    /// @param reportUri where violations are reported; empty for nowhere
    record Setting(String nonce, boolean stripped, String reportUri, boolean upgradeInsecureRequests) {}

    /// The name of the endpoint in `Reporting-Endpoints`.
    static final String ENDPOINT = "earshot";

    static ZonePolicy of(Protection protection, ZoneProtection zone, Setting setting) {
        return new Builder(protection, zone, setting).build();
    }

    private static final class Builder {
        private final Protection protection;
        private final ZoneProtection zone;
        private final Setting setting;
        private final Set<Warning> warnings = new LinkedHashSet<>();
        private final List<String> own = new ArrayList<>();
        private final List<Allowed> admitted = new ArrayList<>();

        Builder(Protection protection, ZoneProtection zone, Setting setting) {
            this.protection = protection;
            this.zone = zone;
            this.setting = setting;
        }

        ZonePolicy build() {
            ownHosts();
            thirdParties();
            ContentPolicy now = policy(false);
            boolean enforces = zone.otherwise() == Otherwise.BLOCK;
            if (!enforces && !zone.forbidden().isEmpty()) {
                warn(
                        Warning.Kind.LETS_THROUGH,
                        "Content-Security-Policy",
                        "The zone lets through what nobody has ruled on, and a policy can't name what it forbids: the "
                                + zone.forbidden().size()
                                + " forbidden addresses are stopped by the gateway and the browser guard alone, and"
                                + " reported by the Report-Only header.",
                        "Set otherwise: block once the reports show what the zone needs.");
            }
            return new ZonePolicy(
                    zone,
                    enforces ? Optional.of(now) : Optional.empty(),
                    enforces && !setting.nonce().isEmpty() ? Optional.of(besideNonces()) : Optional.empty(),
                    enforces ? policy(true) : now,
                    List.copyOf(warnings));
        }

        private void ownHosts() {
            for (String host : new TreeSet<>(protection.own())) {
                if (!Sources.canBeSaid(host)) {
                    warn(
                            Warning.Kind.LEFT_OUT,
                            host,
                            "This host can't stand in a source expression (W3C CSP3, section 2.3.1); pages of other"
                                    + " hosts can't use it.",
                            "Give it a name of letters, digits and hyphens.");
                    continue;
                }
                Optional<Forbidden> forbidden = Sources.forbids(zone.forbidden(), Endpoint.of(host));
                if (forbidden.isPresent() && Sources.coversAll(forbidden.get().to(), Endpoint.of(host))) {
                    warn(
                            Warning.Kind.REMARK,
                            host,
                            "It is your own and forbidden (" + forbidden.get().vendor()
                                    + "), so no source admits it: own hosts are named one by one, never by a wildcard."
                                    + " Pages that are served by this very host reach it by 'self'.",
                            "");
                    continue;
                }
                own.add(host);
                zone.forbidden().stream()
                        .filter(each -> each.to().coversHost(host))
                        .forEach(each -> warn(
                                Warning.Kind.LETS_THROUGH,
                                each.to().toString(),
                                "A policy can't take one path out of your own host " + host
                                        + ": it would have to list every other path of yours. The browser lets requests"
                                        + " to it through.",
                                "Refuse it where it is served (the gateway does; the nginx and Apache files hold a rule),"
                                        + " or move it to a host of its own."));
            }
        }

        private void thirdParties() {
            for (Allowed allowed : zone.allowed()) {
                Endpoint to = allowed.to();
                if (allowed.uses().equals(Set.of(Use.NAVIGATION))) {
                    continue;
                }
                Optional<Forbidden> forbidden = Sources.forbids(zone.forbidden(), to);
                if (!Sources.canBeSaid(to.host())) {
                    warn(
                            Warning.Kind.LEFT_OUT,
                            to.toString(),
                            "This host can't stand in a source expression (W3C CSP3, section 2.3.1).",
                            "");
                } else if (forbidden.isPresent()) {
                    boolean all = Sources.coversAll(forbidden.get().to(), to);
                    warn(
                            Warning.Kind.LEFT_OUT,
                            to.toString(),
                            all
                                    ? forbidden.get().to() + " is forbidden, and that goes before."
                                    : "A policy that admits it would admit "
                                            + forbidden.get().to()
                                            + ", which is forbidden: sources can't be taken out of one another.",
                            all ? "" : "Allow the exact hosts or paths that the site needs.");
                } else if (!(allowed.fields() instanceof Fields.All) && !setting.stripped()) {
                    warn(
                            Warning.Kind.LEFT_OUT,
                            to.toString(),
                            "Only some fields may leave for it, and a policy sees no fields: without the browser guard,"
                                    + " all would.",
                            "Put the browser guard into the pages (--with-script), or tell the vendor through the relay.");
                } else {
                    admitted.add(allowed);
                    remarks(allowed);
                }
            }
        }

        private void remarks(Allowed allowed) {
            Endpoint to = allowed.to();
            boolean runs = allowed.uses().contains(Use.SCRIPT) || allowed.uses().contains(Use.WORKER);
            SharedHosts.bundled()
                    .of(to.host())
                    .filter(shared -> to.path().equals("/"))
                    .ifPresent(shared -> warn(
                            Warning.Kind.SHARED_HOST,
                            to.host(),
                            shared.shared() + " One account is told from another by its " + shared.account()
                                    + (shared.verified() ? "." : " (not verified)."),
                            shared.stricter()));
            if (to.path().indexOf('?') >= 0) {
                warn(
                        Warning.Kind.WIDER,
                        to.toString(),
                        "Source expressions have no query: every query of this path is admitted.",
                        "The browser guard and the gateway see the query.");
            } else if (!to.path().equals("/")) {
                warn(
                        Warning.Kind.WIDER,
                        to.toString(),
                        "Browsers don't look at paths after a redirect (W3C CSP3, section 7.6): any address of "
                                + to.host() + " that is redirected to is admitted.",
                        "");
            }
            if (runs && to.host().startsWith("*.")) {
                warn(
                        Warning.Kind.WIDER,
                        to.host(),
                        "Every host below it may run script in your pages.",
                        "Allow the exact host.");
            }
        }

        /// @param stricter for the try-out
        private ContentPolicy policy(boolean stricter) {
            Map<String, List<String>> directives = new LinkedHashMap<>();
            boolean nonces = !setting.nonce().isEmpty();
            directives.put("default-src", sources(List.of(), List.of(), stricter));
            List<String> script = sources(List.of(Use.SCRIPT), List.of(), stricter);
            List<String> nonce = List.of("'nonce-" + setting.nonce() + "'");
            List<String> inline = List.of("'unsafe-inline'");
            if (nonces) {
                directives.put(
                        "script-src", joined(script, stricter ? nonce : List.of("'unsafe-inline'", "'unsafe-eval'")));
                directives.put("script-src-elem", joined(script, nonce));
                directives.put("script-src-attr", stricter ? List.of("'none'") : inline);
            } else {
                directives.put(
                        "script-src",
                        joined(script, stricter ? List.of() : List.of("'unsafe-inline'", "'unsafe-eval'")));
                directives.put("script-src-elem", joined(script, stricter ? List.of() : inline));
                directives.put("script-src-attr", stricter ? List.of("'none'") : inline);
            }
            directives.put(
                    "style-src",
                    joined(sources(List.of(Use.STYLE), List.of(), stricter), stricter ? List.of() : inline));
            directives.put(
                    "img-src",
                    sources(List.of(Use.IMAGE), stricter ? List.of("data:") : List.of("data:", "blob:"), stricter));
            directives.put("font-src", sources(List.of(Use.FONT), List.of("data:"), stricter));
            directives.put(
                    "media-src",
                    sources(List.of(Use.MEDIA), stricter ? List.of() : List.of("data:", "blob:"), stricter));
            directives.put(
                    "frame-src",
                    sources(List.of(Use.FRAME), stricter ? List.of() : List.of("data:", "blob:"), stricter));
            directives.put(
                    "connect-src",
                    sources(List.of(Use.CONNECT), stricter ? List.of() : List.of("data:", "blob:"), stricter));
            directives.put("form-action", sources(List.of(Use.FORM), List.of(), stricter));
            directives.put(
                    "worker-src", sources(List.of(Use.WORKER), stricter ? List.of() : List.of("blob:"), stricter));
            directives.put("manifest-src", sources(List.of(Use.MANIFEST), List.of(), stricter));
            directives.put("object-src", stricter ? List.of("'none'") : sources(List.of(), List.of(), false));
            directives.put("base-uri", stricter ? List.of("'self'") : sources(List.of(), List.of(), false));
            directives.put("webrtc", List.of("'block'"));
            if (setting.upgradeInsecureRequests() && !stricter && zone.otherwise() == Otherwise.BLOCK) {
                directives.put("upgrade-insecure-requests", List.of());
            }
            if (!setting.reportUri().isEmpty()) {
                directives.put("report-uri", List.of(setting.reportUri()));
                directives.put("report-to", List.of(ENDPOINT));
            }
            return new ContentPolicy(directives);
        }

        private ContentPolicy besideNonces() {
            Map<String, List<String>> directives = new LinkedHashMap<>();
            List<String> script =
                    joined(sources(List.of(Use.SCRIPT), List.of(), false), List.of("'unsafe-inline'", "'unsafe-eval'"));
            directives.put("script-src", script);
            directives.put("worker-src", sources(List.of(Use.WORKER), List.of("blob:"), false));
            if (!setting.reportUri().isEmpty()) {
                directives.put("report-uri", List.of(setting.reportUri()));
                directives.put("report-to", List.of(ENDPOINT));
            }
            return new ContentPolicy(directives);
        }

        private List<String> sources(List<Use> uses, List<String> more, boolean stricter) {
            Set<String> sources = new LinkedHashSet<>();
            sources.add("'self'");
            sources.addAll(own);
            sources.addAll(more);
            Set<String> hosts = new TreeSet<>();
            for (Allowed allowed : admitted) {
                boolean shared = allowed.to().path().equals("/")
                        && SharedHosts.bundled().of(allowed.to().host()).isPresent();
                boolean wide = shared || allowed.to().host().startsWith("*.");
                if (allowed.uses().stream().anyMatch(uses::contains) && !(stricter && wide)) {
                    hosts.addAll(Sources.of(allowed.to()));
                    if (uses.contains(Use.CONNECT)) {
                        Sources.of(allowed.to()).forEach(source -> hosts.add("wss://" + source));
                    }
                }
            }
            if (uses.contains(Use.CONNECT)) {
                own.forEach(host -> hosts.add("wss://" + host));
            }
            sources.addAll(hosts);
            return List.copyOf(sources);
        }

        private static List<String> joined(List<String> some, List<String> more) {
            List<String> all = new ArrayList<>(some);
            all.addAll(more);
            return all;
        }

        private void warn(Warning.Kind kind, String about, String what, String stricter) {
            warnings.add(new Warning(kind, zone.zone(), about, what, stricter));
        }
    }
}
