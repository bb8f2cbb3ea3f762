package dev.earshot.investigate.log;

import java.util.List;
import java.util.Map;

/// A format that a `log_format` of nginx or a `LogFormat` of Apache describes.
final class PatternFormat implements LogFormat {
    /// nginx and Apache write the same by this name.
    static final LogFormat COMBINED = new PatternFormat(
            "combined",
            "nginx/Apache combined",
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\""
                    + " \"$http_user_agent\"",
            true);
    /// `main` of the configuration that comes with nginx.
    static final LogFormat COMBINED_FORWARDED = new PatternFormat(
            "combined-forwarded",
            "nginx combined with X-Forwarded-For",
            "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_referer\""
                    + " \"$http_user_agent\" \"$http_x_forwarded_for\"",
            false);
    static final LogFormat COMMON =
            new PatternFormat("common", "nginx/Apache common", "%h %l %u %t \"%r\" %>s %b", false);
    /// `vhost_combined` of the configuration that comes with Apache on Debian.
    static final LogFormat COMBINED_HOST = new PatternFormat(
            "combined-host",
            "Apache combined with the host",
            "%v:%p %h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\"",
            true);

    private final String id;
    private final String label;
    private final FieldPattern pattern;

    private PatternFormat(String id, String label, String text, boolean more) {
        this(id, label, new PatternLanguage(Map.of(), "").read(text), more);
    }

    private PatternFormat(String id, String label, FieldPattern pattern, boolean more) {
        this.id = id;
        this.label = label;
        this.pattern = new FieldPattern(pattern.before(), pattern.steps(), more);
    }

    /// A format of the plan's own.
    static LogFormat stated(String text, PatternLanguage language) {
        return new PatternFormat("pattern", "as the plan states: " + text, language.read(text), false);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public int recognises(List<byte[]> firstLines) {
        return LogFormats.share(this, firstLines, line -> isChain(line.forwardedFor));
    }

    /// Addresses and `unknown`, with commas: what else stands in its place is another field.
    private static boolean isChain(LogLine.Field field) {
        for (int at = field.from; at < field.to; at++) {
            byte value = field.bytes[at];
            if (Scan.hex(value) < 0 && "., :[]unknow".indexOf(value) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public LineReader reader() {
        return new PatternReader(pattern);
    }
}
