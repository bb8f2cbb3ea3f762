package dev.earshot.investigate.log;

import dev.earshot.EarshotException;
import dev.earshot.investigate.log.FieldPattern.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The two languages in which servers are told how to write their logs: `log_format` of nginx and `LogFormat` of
/// Apache. Either may be given with or without the directive around it.
///
/// Sources: nginx.org/en/docs/http/ngx_http_log_module.html and ngx_http_core_module.html#variables;
/// httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats. Read 2026-11-22.
final class PatternLanguage {
    /// Cookies that common servers keep sessions in, used where no other is named.
    private static final Set<String> SESSION_COOKIES =
            Set.of("jsessionid", "phpsessid", "asp.net_sessionid", "connect.sid", "sessionid", "sid", "session");

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");
    private static final Pattern DIRECTIVE =
            Pattern.compile("%(?:[!0-9,<>]*)(?:\\{([^}]*)})?(?:[!0-9,<>]*)(\\^t[io]|[A-Za-z%])");
    private static final Pattern QUOTED = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"");

    /// Roles of nginx variables, by rank.
    private static final Map<String, Named> VARIABLES = Map.ofEntries(
            named("time_local", Role.TIME, 0),
            named("time_iso8601", Role.ISO_TIME, 0),
            named("msec", Role.UNIX_TIME, 0),
            named("request", Role.REQUEST, 0),
            named("request_method", Role.METHOD, 0),
            named("request_uri", Role.TARGET, 0),
            named("uri", Role.DECODED_TARGET, 0),
            named("document_uri", Role.DECODED_TARGET, 0),
            named("args", Role.QUERY, 0),
            named("query_string", Role.QUERY, 0),
            named("status", Role.STATUS, 0),
            named("body_bytes_sent", Role.NUMBER, 0),
            named("bytes_sent", Role.NUMBER, 0),
            named("request_length", Role.NUMBER, 0),
            named("request_time", Role.NUMBER, 0),
            named("connection", Role.NUMBER, 0),
            named("http_host", Role.HOST, 0),
            named("host", Role.HOST, 1),
            named("server_name", Role.HOST, 2),
            named("remote_addr", Role.ADDRESS, 0),
            named("realip_remote_addr", Role.ADDRESS, 1),
            named("proxy_protocol_addr", Role.ADDRESS, 2),
            named("http_x_forwarded_for", Role.FORWARDED_FOR, 0),
            named("proxy_add_x_forwarded_for", Role.FORWARDED_FOR, 1),
            named("remote_user", Role.USER, 0),
            named("http_user_agent", Role.AGENT, 0),
            named("http_cookie", Role.COOKIES, 0),
            named("request_id", Role.TRACE, 0),
            named("http_x_request_id", Role.TRACE, 1),
            named("http_x_amzn_trace_id", Role.TRACE, 2),
            named("http_traceparent", Role.TRACE, 3));

    /// The same of Apache's directives, `X-Header` standing for `%{X-Header}i`.
    private static final Map<String, Named> DIRECTIVES = Map.ofEntries(
            named("r", Role.REQUEST, 0),
            named("m", Role.METHOD, 0),
            named("U", Role.DECODED_TARGET, 0),
            named("q", Role.QUERY, 0),
            named("s", Role.STATUS, 0),
            named("b", Role.NUMBER, 0),
            named("B", Role.NUMBER, 0),
            named("D", Role.NUMBER, 0),
            named("I", Role.NUMBER, 0),
            named("O", Role.NUMBER, 0),
            named("T", Role.NUMBER, 0),
            named("p", Role.NUMBER, 0),
            named("host", Role.HOST, 0),
            named("V", Role.HOST, 1),
            named("v", Role.HOST, 2),
            named("a", Role.ADDRESS, 0),
            named("h", Role.ADDRESS, 1),
            named("{c}a", Role.ADDRESS, 2),
            named("x-forwarded-for", Role.FORWARDED_FOR, 0),
            named("u", Role.USER, 0),
            named("user-agent", Role.AGENT, 0),
            named("cookie", Role.COOKIES, 0),
            named("L", Role.TRACE, 1),
            named("{UNIQUE_ID}e", Role.TRACE, 0),
            named("x-request-id", Role.TRACE, 2),
            named("x-amzn-trace-id", Role.TRACE, 3),
            named("traceparent", Role.TRACE, 4));

    private final Map<Role, String> stated;
    private final String sessionCookie;

    /// @param stated which variable (`$http_x_user`) or directive (`%{X-User}i`) a role is taken from, over the usual
    /// @param sessionCookie the cookie that holds the session; empty where none is named
    PatternLanguage(Map<Role, String> stated, String sessionCookie) {
        this.stated = stated;
        this.sessionCookie = sessionCookie;
    }

    static boolean isPattern(String text) {
        return text.indexOf('$') >= 0 || text.indexOf('%') >= 0;
    }

    /// @throws EarshotException where it can't be read, or says too little for a request
    FieldPattern read(String text) {
        String bare = text.strip();
        boolean apache = bare.indexOf('%') >= 0 && !VARIABLE.matcher(bare).find();
        String format = withoutDirective(bare, apache);
        List<Piece> pieces = apache ? apache(format) : nginx(format);
        FieldPattern pattern = FieldPattern.of(pieces, false);
        boolean timed = pattern.has(Role.TIME)
                || pattern.has(Role.ISO_TIME)
                || pattern.has(Role.UNIX_TIME)
                || pattern.has(Role.TIME_PART);
        boolean asked = pattern.has(Role.REQUEST)
                || (pattern.has(Role.METHOD) && (pattern.has(Role.TARGET) || pattern.has(Role.DECODED_TARGET)));
        if (!timed || !asked) {
            throw mistake("The format of the log \"" + text + "\" has no " + (timed ? "request" : "time")
                    + ": without one its lines say nothing about a visit.");
        }
        return pattern;
    }

    /// What stands in the quotes of `log_format NAME 'a' 'b';` or `LogFormat "…" NAME`.
    private static String withoutDirective(String text, boolean apache) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("log_format") && !lower.startsWith("logformat") && !lower.startsWith("customlog")) {
            return apache ? text.replace("\\\"", "\"") : text;
        }
        StringBuilder format = new StringBuilder();
        Matcher quoted = QUOTED.matcher(text);
        while (quoted.find()) {
            String part = quoted.group(1) == null ? quoted.group(2) : quoted.group(1);
            format.append(part.replace("\\\"", "\"").replace("\\'", "'").replace("\\\\", "\\"));
        }
        return format.toString();
    }

    private List<Piece> nginx(String format) {
        List<Piece> pieces = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(format);
        int at = 0;
        while (variables.find()) {
            fixed(pieces, format.substring(at, variables.start()));
            String name = variables.group(1) == null ? variables.group(2) : variables.group(1);
            pieces.add(variable("$" + name, nginxNamed(name), List.of()));
            at = variables.end();
        }
        fixed(pieces, format.substring(at));
        return pieces;
    }

    private Named nginxNamed(String name) {
        if (name.startsWith("cookie_")) {
            return cookie(name.substring("cookie_".length()));
        }
        return VARIABLES.getOrDefault(name, new Named(Role.OTHER, 0));
    }

    private List<Piece> apache(String format) {
        List<Piece> pieces = new ArrayList<>();
        Matcher directives = DIRECTIVE.matcher(format);
        int at = 0;
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                break;
            }
            fixed(pieces, letters(format.substring(at, percent)));
            if (!directives.region(percent, format.length()).lookingAt()) {
                throw mistake("The format of the log can't be read from \"" + format.substring(percent) + "\" on.");
            }
            at = directives.end();
            directive(pieces, directives.group(1) == null ? "" : directives.group(1), directives.group(2));
        }
        fixed(pieces, letters(format.substring(at)));
        return pieces;
    }

    private void directive(List<Piece> pieces, String argument, String letter) {
        String name = "%" + (argument.isEmpty() ? "" : "{" + argument + "}") + letter;
        if (letter.equals("%")) {
            fixed(pieces, "%");
        } else if (letter.equals("t") && argument.isEmpty()) {
            fixed(pieces, "[");
            pieces.add(new Piece.Variable(name, Role.TIME, 0, List.of()));
            fixed(pieces, "]");
        } else if (letter.equals("t")) {
            pieces.add(new Piece.Variable(name, Role.TIME_PART, 0, clock(argument)));
        } else {
            pieces.add(variable(name, apacheNamed(argument, letter), List.of()));
        }
    }

    private Named apacheNamed(String argument, String letter) {
        Named other = new Named(Role.OTHER, 0);
        return switch (letter) {
            case "i" -> DIRECTIVES.getOrDefault(argument.toLowerCase(Locale.ROOT), other);
            case "C" -> cookie(argument);
            case "s" -> DIRECTIVES.getOrDefault("s", other);
            default ->
                argument.isEmpty() && letter.length() == 1
                        ? DIRECTIVES.getOrDefault(letter, other)
                        : DIRECTIVES.getOrDefault("{" + argument + "}" + letter, other);
        };
    }

    private Named cookie(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean session =
                sessionCookie.isEmpty() ? SESSION_COOKIES.contains(lower) : sessionCookie.equalsIgnoreCase(name);
        return new Named(session ? Role.SESSION : Role.OTHER, 0);
    }

    private Piece.Variable variable(String name, Named usual, List<ClockPart> clock) {
        for (Map.Entry<Role, String> role : stated.entrySet()) {
            if (role.getValue().equalsIgnoreCase(name)) {
                return new Piece.Variable(name, role.getKey(), 0, clock);
            }
        }
        Role role = stated.containsKey(usual.role()) ? Role.OTHER : usual.role();
        return new Piece.Variable(name, role, usual.rank(), clock);
    }

    private static void fixed(List<Piece> pieces, String text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece.Fixed(text));
        }
    }

    private static String letters(String text) {
        return text.replace("\\t", "\t").replace("\\n", "\n");
    }

    /// The parts of a strftime pattern, or Apache's own words for seconds and fractions.
    private static List<ClockPart> clock(String argument) {
        String format = argument.startsWith("begin:") ? argument.substring(6) : argument;
        if (format.startsWith("end:")) {
            format = format.substring(4);
        }
        List<ClockPart> parts = new ArrayList<>();
        switch (format) {
            case "sec" -> parts.add(new ClockPart('s', 10, ""));
            case "msec" -> parts.add(new ClockPart('s', 13, ""));
            case "usec" -> parts.add(new ClockPart('s', 16, ""));
            case "msec_frac" -> parts.add(new ClockPart('.', 3, ""));
            case "usec_frac" -> parts.add(new ClockPart('.', 6, ""));
            default -> strftime(format, parts);
        }
        return List.copyOf(parts);
    }

    private static void strftime(String format, List<ClockPart> parts) {
        int at = 0;
        while (at < format.length()) {
            char letter = format.charAt(at++);
            if (letter != '%' || at == format.length()) {
                parts.add(new ClockPart((char) 0, 0, String.valueOf(letter)));
                continue;
            }
            char kind = format.charAt(at++);
            switch (kind) {
                case 'Y', 'y', 'm', 'd', 'e', 'H', 'I', 'M', 'S', 'p', 'b', 'a', 'z' ->
                    parts.add(new ClockPart(kind, 0, ""));
                case 'h' -> parts.add(new ClockPart('b', 0, ""));
                case 's' -> parts.add(new ClockPart('s', 10, ""));
                case 'T' -> strftime("%H:%M:%S", parts);
                case 'R' -> strftime("%H:%M", parts);
                case 'F' -> strftime("%Y-%m-%d", parts);
                case 'D' -> strftime("%m/%d/%y", parts);
                case '%' -> parts.add(new ClockPart((char) 0, 0, "%"));
                default ->
                    throw mistake("In the format of the log, %" + kind + " of a time is not known: \"" + format + "\"");
            }
        }
    }

    private static EarshotException mistake(String message) {
        return new EarshotException(EarshotException.Code.USAGE, message);
    }

    private static Map.Entry<String, Named> named(String name, Role role, int rank) {
        return Map.entry(name, new Named(role, rank));
    }

    private record Named(Role role, int rank) {}
}
