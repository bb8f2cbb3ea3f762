package dev.earshot.guard.csp;

import dev.earshot.guard.protection.Endpoint;
import dev.earshot.guard.protection.Forbidden;
import dev.earshot.guard.protection.Protection;
import dev.earshot.guard.protection.ZoneProtection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The headers of all zones, without a gateway: hosts, and no nonces, since nobody would put them into the pages.
public final class HeaderSet {
    /// The most that servers pass on by default, in bytes: nginx reads an upstream's headers into one memory page
    /// (`proxy_buffer_size`, 4 or 8 KB), Apache's proxy takes 8,190 a line (`LimitRequestFieldSize` is for requests,
    /// `ResponseFieldSize` for answers).
    private static final int ONE_PAGE = 4096;

    private static final int TWO_PAGES = 8190;

    private final List<Zone> zones;
    private final List<Endpoint> refused;
    private final Setting setting;

    private HeaderSet(List<Zone> zones, List<Endpoint> refused, Setting setting) {
        this.zones = List.copyOf(zones);
        this.refused = List.copyOf(refused);
        this.setting = setting;
    }

    /// @param withScript whether the browser guard is in the pages, so that hosts that may be told some fields alone can
    ///     be admitted
    /// @param reportTo where browsers report to; empty for nowhere
    /// @param signedInCookie the cookie that a signed-in visitor has; empty where none is known
    public record Setting(
            boolean withScript, String reportTo, boolean upgradeInsecureRequests, String signedInCookie) {}

    /// One zone's.
    public record Zone(ZoneProtection zone, ZoneHeaders headers, List<Warning> warnings) {
        public Zone {
            warnings = List.copyOf(warnings);
        }
    }

    public static HeaderSet of(Protection protection, Setting setting) {
        List<Zone> zones = new ArrayList<>();
        for (ZoneProtection zone : protection.zones()) {
            ZonePolicy policy = ZonePolicy.of(
                    protection,
                    zone,
                    new ZonePolicy.Setting(
                            "", setting.withScript(), setting.reportTo(), setting.upgradeInsecureRequests()));
            ZoneHeaders headers = ZoneHeaders.of(policy, setting.reportTo());
            List<Warning> warnings = new ArrayList<>(policy.warnings());
            if (zone.whenSignedIn() && setting.signedInCookie().isEmpty()) {
                warnings.add(new Warning(
                        Warning.Kind.LETS_THROUGH,
                        zone.zone(),
                        "signed-in pages",
                        "A server knows a signed-in visitor by a cookie alone, and none is named: signed-in pages get the"
                                + " headers of the zone that their address has.",
                        "Name it: --signed-in-cookie clinic_session."));
            }
            if (setting.reportTo().isEmpty()) {
                warnings.add(new Warning(
                        Warning.Kind.REMARK,
                        zone.zone(),
                        "Content-Security-Policy-Report-Only",
                        "Browsers have nowhere to report to, so the try-out shows in their consoles alone.",
                        "Name your collector: --report-to https://…/.well-known/earshot/report."));
            }
            size(zone, headers, warnings);
            zones.add(new Zone(zone, headers, warnings));
        }
        return new HeaderSet(zones, refused(protection), setting);
    }

    private static void size(ZoneProtection zone, ZoneHeaders headers, List<Warning> warnings) {
        int size = headers.size();
        if (size > ONE_PAGE - 1024) {
            warnings.add(new Warning(
                    Warning.Kind.SIZE,
                    zone.zone(),
                    "all headers",
                    "They are " + size + " bytes" + (size > TWO_PAGES ? ", more than many servers pass on." : ".")
                            + " nginx refuses an upstream's answer (502) whose headers are larger than proxy_buffer_size,"
                            + " one memory page of 4 or 8 KB by default; Apache's mod_proxy one with a line above 8,190.",
                    "Set them at the server nearest to the browser, or raise proxy_buffer_size, or leave the Report-Only"
                            + " header out once it has been tried."));
        }
    }

    /// Own paths that every zone forbids, which a server can therefore refuse whoever asks.
    private static List<Endpoint> refused(Protection protection) {
        Set<Endpoint> everywhere = new LinkedHashSet<>();
        for (Forbidden forbidden : protection.zones().getFirst().forbidden()) {
            boolean own = protection.own().stream().anyMatch(forbidden.to()::coversHost);
            boolean always = protection.zones().stream()
                    .allMatch(zone ->
                            zone.forbidden().stream().anyMatch(each -> each.to().equals(forbidden.to())));
            if (own
                    && always
                    && forbidden.to().path().indexOf('?') < 0
                    && !forbidden.to().path().equals("/")) {
                everywhere.add(forbidden.to());
            }
        }
        return List.copyOf(everywhere);
    }

    public List<Zone> zones() {
        return zones;
    }

    List<Endpoint> refused() {
        return refused;
    }

    Setting setting() {
        return setting;
    }

    /// All the warnings, each told once with the zones that it holds for, the gravest first.
    public List<Warning> warnings() {
        List<Warning> all = new ArrayList<>();
        Set<List<String>> told = new LinkedHashSet<>();
        zones.stream()
                .flatMap(zone -> zone.warnings().stream())
                .sorted(java.util.Comparator.comparing(Warning::kind))
                .forEach(warning -> {
                    if (told.add(List.of(warning.about(), warning.what()))) {
                        String where = String.join(
                                ", ",
                                zones.stream()
                                        .flatMap(zone -> zone.warnings().stream())
                                        .filter(each -> each.about().equals(warning.about())
                                                && each.what().equals(warning.what()))
                                        .map(Warning::zone)
                                        .distinct()
                                        .toList());
                        all.add(new Warning(
                                warning.kind(), where, warning.about(), warning.what(), warning.stricter()));
                    }
                });
        return all;
    }

    /// The files for each server that is known, ready to be put in.
    public List<Snippet> snippets() {
        List<Snippet> all = new ArrayList<>();
        all.addAll(NginxSnippet.of(this));
        all.add(ApacheSnippet.of(this));
        all.add(IisSnippet.of(this));
        all.add(CloudflareSnippet.of(this));
        all.add(AkamaiSnippet.of(this));
        all.add(SpringSnippet.of(this));
        return all;
    }

    /// A file for a server.
    ///
    /// @param server what it is for, such as `nginx`
    public record Snippet(String server, String fileName, String text) {}
}
