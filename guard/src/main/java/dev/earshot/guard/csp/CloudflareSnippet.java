package dev.earshot.guard.csp;

import dev.earshot.guard.csp.HeaderSet.Snippet;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Headers by zone for Cloudflare, as a Worker in front of the site.
///
/// Source: Cloudflare Workers, "Alter headers", <https://developers.cloudflare.com/workers/examples/alter-headers/>.
final class CloudflareSnippet {
    private CloudflareSnippet() {}

    static Snippet of(HeaderSet set) {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        ArrayNode zones = json.createArrayNode();
        for (HeaderSet.Zone zone : set.zones()) {
            ObjectNode one = zones.addObject();
            one.put("zone", zone.zone().zone());
            one.put("signedIn", zone.zone().whenSignedIn());
            ArrayNode pages = one.putArray("pages");
            ZonePattern.of(zone.zone()).forEach(pattern -> pages.add("^" + pattern.address() + "$"));
            ObjectNode headers = one.putObject("headers");
            zone.headers().headers().forEach(header -> headers.put(header.name(), header.value("")));
        }
        String text = """
                // Earshot: headers by zone. A Worker on the routes of your own hosts.
                const ZONES = ZONES_HERE;
                const COOKIE = COOKIE_HERE;

                export function zoneOf(address, cookies) {
                  const url = new URL(address);
                  const page = url.protocol + "//" + url.host + url.pathname;
                  const signedIn = COOKIE !== "" && cookies.split(";").some(each => each.trim().startsWith(COOKIE + "="));
                  return ZONES.find(zone => (zone.signedIn && signedIn)
                      || zone.pages.some(pattern => new RegExp(pattern, "i").test(page))) ?? ZONES[ZONES.length - 1];
                }

                export default {
                  async fetch(request) {
                    const answer = await fetch(request);
                    if (answer.status === 101) {
                      return answer;
                    }
                    const changed = new Response(answer.body, answer);
                    const zone = zoneOf(request.url, request.headers.get("Cookie") ?? "");
                    for (const [name, value] of Object.entries(zone.headers)) {
                      if (name.startsWith("Content-Security-Policy")) {
                        changed.headers.append(name, value);
                      } else {
                        changed.headers.set(name, value);
                      }
                    }
                    return changed;
                  },
                };
                """;
        return new Snippet(
                "Cloudflare",
                "earshot-cloudflare-worker.js",
                text.replace(
                                "COOKIE_HERE",
                                json.writeValueAsString(set.setting().signedInCookie()))
                        .replace("ZONES_HERE", json.writeValueAsString(zones)));
    }
}
