package dev.earshot.investigate.log;

import dev.earshot.investigate.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One source of logs, as the plan describes it, ready to read its files.
///
/// @param format the one that is stated
/// @param formats those to choose from
/// @param host of lines that name none; empty where the plan doesn't say
/// @param sessionCookie name of the cookie; empty where the plan doesn't say
/// @param trusted proxies whose X-Forwarded-For is believed
/// @param correction to add to every time, in microseconds
record LogSource(
        Plan.Logs plan,
        Optional<LogFormat> format,
        List<LogFormat> formats,
        byte[] host,
        byte[] sessionCookie,
        Address.Ranges trusted,
        long correction) {
    static LogSource of(Plan.Logs plan, List<LogFormat> known, Sieve sieve) {
        return new LogSource(
                plan,
                LogFormats.stated(plan, known),
                known,
                plan.host().map(Sieve::ascii).orElseGet(sieve::onlyHost).getBytes(StandardCharsets.UTF_8),
                plan.sessionCookie().orElse("").getBytes(StandardCharsets.UTF_8),
                new Address.Ranges(plan.trustedProxies()),
                plan.utcOffsetCorrection().toNanos() / 1000);
    }
}
