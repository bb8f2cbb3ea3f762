package dev.earshot.guard.gateway;

import dev.earshot.guard.coding.Coding;
import dev.earshot.guard.gateway.GatewaySettings.Enforcement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who answers a request.
final class Exchanges {
    private static final Set<String> DECODABLE = decodable();

    private Exchanges() {}

    /// Begins to answer a request whose head has come.
    ///
    /// @param request checked: one host, a target of origin form or `*`; the front keeps it until the answer is complete
    /// @param hasBody whether [Exchange#end] will be called
    static Exchange open(Front front, Head request, boolean hasBody) {
        Loop loop = front.loop();
        Plan plan = loop.plan();
        Counts counts = loop.gateway().counts();
        counts.requests.increment();
        String host = Asked.withoutPort(
                request.fields.value(request.fields.find(Name.HOST)).toLowerCase(Locale.ROOT));
        Optional<Upstream> upstream = plan.upstream(host);
        if (upstream.isEmpty()) {
            counts.unknownHosts.increment();
            return Told.with(front, 421);
        }
        if (OwnPaths.isOwn(request.target)) {
            return OwnPaths.open(front, plan, request, hasBody);
        }
        if (Relaying.isFor(plan, request.target)) {
            return Relaying.open(front, plan, request, hasBody);
        }
        Asked asked = new Asked(plan, request, host, front.secure());
        if (plan.settings().enforcement() == Enforcement.ENFORCE && asked.isForbidden()) {
            counts.forbidden.increment();
            return Told.with(front, 403);
        }
        String accepted = request.fields.joined(Name.ACCEPT_ENCODING);
        prepare(request, asked, plan.settings().compression().always());
        Rewriting rewriting = new Rewriting(front, plan, asked, accepted);
        Proxied proxied = new Proxied(rewriting, plan, upstream.get(), request, hasBody);
        rewriting.ends(proxied);
        return proxied;
    }

    private static Set<String> decodable() {
        return Stream.concat(
                        Arrays.stream(Coding.values())
                                .filter(Coding::isAvailable)
                                .map(Coding::token),
                        Stream.of("identity"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Asks for pages whole, and in a form that they can be rewritten in. What a browser kept from before a policy held
    /// must not be told to be good still.
    private static void prepare(Head request, Asked asked, boolean compresses) {
        Fields fields = request.fields;
        if (asked.isPage() && (request.method.equals("GET") || request.method.equals("HEAD"))) {
            fields.remove(Name.IF_NONE_MATCH);
            fields.remove(Name.IF_MODIFIED_SINCE);
            fields.remove(Name.IF_RANGE);
            fields.remove(Name.RANGE);
            if (compresses && fields.has(Name.ACCEPT_ENCODING)) {
                fields.remove(Name.ACCEPT_ENCODING);
                fields.add("Accept-Encoding", "identity");
            }
        }
        Accepted.narrow(fields, DECODABLE);
    }
}
