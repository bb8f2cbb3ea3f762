package dev.earshot.guard.gateway;

import dev.earshot.yaml.YamlMapping;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values with units as people write them in YAML. What is wrong becomes a problem of its mapping, and the default comes
/// back.
final class Measures {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB)?");
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9.]+|localhost):(\\d{1,5})");

    private Measures() {}

    /// `500ms`, `10s`, `5m`, `2h`, `90d`; more than nothing.
    static Duration time(YamlMapping in, String name, Duration otherwise) {
        String text = in.text(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        Matcher form = TIME.matcher(text);
        if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
            in.problem(name, "\"" + text + "\" is no time; write it as 500ms, 10s, 5m, 2h or 90d.");
            return otherwise;
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /// `8192`, `64 KB`, `10 MB`, `2 GB` in bytes, of which a KB has 1024; within `least` and `most`.
    static long size(YamlMapping in, String name, long otherwise, long least, long most) {
        String text = in.text(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        Matcher form = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            in.problem(name, "\"" + text + "\" is no size; write it as 64 KB, 10 MB or 2 GB.");
            return otherwise;
        }
        long number = Long.parseLong(form.group(1));
        long bytes = switch (String.valueOf(form.group(2))) {
            case "KB" -> number << 10;
            case "MB" -> number << 20;
            case "GB" -> number << 30;
            default -> number;
        };
        return within(in, name, bytes, otherwise, least, most);
    }

    /// A whole number within `least` and `most`.
    static int count(YamlMapping in, String name, int otherwise, int least, int most) {
        String text = in.text(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}")) {
            in.problem(name, "\"" + text + "\" is no number.");
            return otherwise;
        }
        return (int) within(in, name, Long.parseLong(text), otherwise, least, most);
    }

    private static long within(YamlMapping in, String name, long given, long otherwise, long least, long most) {
        if (given < least || given > most) {
            in.problem(name, "\"" + name + "\" is from " + least + " to " + most + ".");
            return otherwise;
        }
        return given;
    }

    /// `127.0.0.1:8443`, `[::1]:8443` or `localhost:8443`. No name is looked up.
    static InetSocketAddress address(YamlMapping in, String name, InetSocketAddress otherwise) {
        String text = in.text(name).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        Matcher form = ADDRESS.matcher(text);
        try {
            if (form.matches() && Integer.parseInt(form.group(2)) <= 65_535) {
                InetAddress address = form.group(1).equals("localhost")
                        ? InetAddress.getLoopbackAddress()
                        : InetAddress.ofLiteral(form.group(1));
                return new InetSocketAddress(address, Integer.parseInt(form.group(2)));
            }
        } catch (IllegalArgumentException _) {
            // Told of below.
        }
        in.problem(
                name,
                "\"" + text + "\" is no address with a port; write 127.0.0.1:8443, [::1]:8443, or 0.0.0.0:443 for all"
                        + " of this machine's.");
        return otherwise;
    }
}
