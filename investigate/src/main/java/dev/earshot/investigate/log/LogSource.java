package dev.earshot.investigate.log;

import dev.earshot.EarshotException;
import dev.earshot.investigate.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    /// @param byFields the formats that are known, by the fields that a plan states
    /// @throws EarshotException where the plan states what can't be
    static LogSource of(Plan.Logs plan, Function<Map<String, String>, List<LogFormat>> byFields, Sieve sieve) {
        // In a format that is written out, fields are named in its own language.
        boolean pattern = plan.format().filter(PatternLanguage::isPattern).isPresent();
        List<LogFormat> known;
        try {
            known = byFields.apply(pattern ? Map.of() : plan.fields());
        } catch (IllegalArgumentException mistake) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "line " + plan.line() + ": the fields of these logs can't be: " + mistake.getMessage(),
                    mistake);
        }
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
