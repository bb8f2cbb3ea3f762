package dev.earshot.investigate.log;

import java.util.List;
import java.util.Locale;

/// The names by which crawlers and health checks make themselves known.
///
/// Only what names itself is set aside: a program that only looks like one may be a person's. `curl`, preview fetchers
/// of messengers (which run on a person's phone) and empty agents stay.
final class AgentNames {
    /// What the name of a crawler ends in. `bot` covers Googlebot, bingbot, GPTBot, Applebot, AhrefsBot and so on.
    ///
    /// Sources: developers.google.com/search/docs/crawling-indexing/google-common-crawlers and
    /// …/google-special-case-crawlers; bing.com/webmasters/help/which-crawlers-does-bing-use-8c184ec0;
    /// developers.facebook.com/docs/sharing/webmasters/web-crawlers; platform.openai.com/docs/bots;
    /// help.yahoo.com/kb/SLN22600.html; help.baidu.com (Baiduspider). Known as of 2026-11-22.
    private static final List<String> BOTS = List.of(
            "bot",
            "crawler",
            "spider",
            "slurp",
            "facebookexternalhit",
            "meta-externalagent",
            "mediapartners-google",
            "adsbot-google",
            "apis-google",
            "google-inspectiontool",
            "googleother",
            "feedfetcher-google",
            "google-site-verification",
            "ia_archiver",
            "archive.org_bot",
            "screaming frog seo spider",
            "chrome-lighthouse");

    /// What the agent of a health check starts with.
    ///
    /// Sources: Kubernetes (pkg/probe/http, `kube-probe/1.x`); docs.aws.amazon.com/elasticloadbalancing
    /// (`ELB-HealthChecker/2.0`) and Route 53 (`Amazon-Route53-Health-Check-Service`); cloud.google.com/load-balancing
    /// (`GoogleHC/1.0`) and its uptime checks; learn.microsoft.com (Azure Front Door's `Edge Health Probe`, Application
    /// Insights); consul.io; pingdom.com, uptimerobot.com, statuscake.com, datadoghq.com. Known as of 2026-11-22.
    private static final List<String> HEALTH_CHECKS = List.of(
            "kube-probe/",
            "elb-healthchecker/",
            "amazon-route53-health-check-service",
            "googlehc/",
            "googlestackdrivermonitoring-uptimechecks",
            "edge health probe",
            "consul health check",
            "pingdom.com_bot",
            "mozilla/5.0 (compatible; pingdom.com_bot",
            "mozilla/5.0+(compatible; uptimerobot/",
            "datadogsynthetics",
            "haproxy",
            "nagios",
            "check_http/",
            "zabbix",
            "blackbox exporter/",
            "site24x7",
            "newrelicpinger/",
            "cloudflare-healthchecks/",
            "mozilla/5.0 (compatible;cloudflare-healthchecks/");

    private AgentNames() {}

    /// @param more words anywhere in a user agent that mark a crawler too
    static Agents.AgentRules with(List<String> more) {
        return new Agents.AgentRules(
                BOTS,
                HEALTH_CHECKS,
                more.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList());
    }
}
