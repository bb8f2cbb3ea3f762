package dev.earshot.guard.alert;

import dev.earshot.guard.alert.AlertSettings.Login;
import dev.earshot.guard.alert.AlertSettings.Mail;
import dev.earshot.guard.alert.AlertSettings.Pace;
import dev.earshot.guard.alert.AlertSettings.Receiver;
import dev.earshot.guard.alert.AlertSettings.Secret;
import dev.earshot.guard.alert.AlertSettings.Security;
import dev.earshot.guard.alert.AlertSettings.Syslog;
import dev.earshot.guard.alert.AlertSettings.Transport;
import dev.earshot.guard.alert.AlertSettings.Webhook;
import dev.earshot.yaml.YamlMapping;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of a YAML file that says who is told. What is wrong goes to the file's problems.
///
/// ```yaml
/// alerts:
///   repeatAfter: 24h
///   mostPerHour: 10
///   webhook: {url: https://hooks.clinic.example/earshot, secretFile: webhook.key}
///   email: {host: mail.clinic.example, from: earshot@clinic.example, to: [privacy@clinic.example]}
///   syslog: {host: log.clinic.example, transport: tls}
/// ```
public final class AlertsFile {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");
    private static final int DEFAULT_FACILITY = 16;

    private final Path folder;
    private final List<Receiver> receivers = new ArrayList<>();

    private AlertsFile(Path folder) {
        this.folder = folder;
    }

    /// As [#of(YamlMapping, Path)], with files named from the working folder.
    ///
    /// @param alerts what stands under `alerts`; empty for nobody
    public static AlertSettings of(YamlMapping alerts) {
        return of(alerts, Path.of(""));
    }

    /// @param folder what relative names of files start from
    public static AlertSettings of(YamlMapping alerts, Path folder) {
        return new AlertsFile(folder).read(alerts);
    }

    private AlertSettings read(YamlMapping alerts) {
        alerts.only(Set.of("repeatAfter", "mostPerHour", "webhook", "email", "syslog"));
        each(alerts, "webhook").forEach(this::webhook);
        each(alerts, "email").forEach(this::mail);
        each(alerts, "syslog").forEach(this::syslog);
        return new AlertSettings(
                time(alerts, "repeatAfter", Duration.ofDays(1)),
                number(alerts, "mostPerHour", 10, 1, 1000),
                Pace.USUAL,
                receivers);
    }

    private static List<YamlMapping> each(YamlMapping alerts, String name) {
        if (!alerts.names().contains(name)) {
            return List.of();
        }
        return alerts.isList(name) ? alerts.mappings(name) : List.of(alerts.mapping(name));
    }

    private void webhook(YamlMapping yaml) {
        yaml.only(Set.of("url", "secretFile", "secretVariable", "ca"));
        Optional<Secret> secret = secret(yaml, "secretFile", "secretVariable");
        Optional<Path> ca = file(yaml, "ca");
        String url = yaml.required("url");
        try {
            URI to = new URI(url);
            if (to.getHost() != null && ("https".equals(to.getScheme()) || "http".equals(to.getScheme()))) {
                receivers.add(new Webhook(to, secret, ca));
                return;
            }
        } catch (URISyntaxException _) {
            // Told below, without the address, which may hold a secret.
        }
        if (!url.isEmpty()) {
            yaml.problem("url", "the url is none; it looks like https://hooks.clinic.example/earshot.");
        }
    }

    private void mail(YamlMapping yaml) {
        yaml.only(Set.of("host", "port", "tls", "user", "passwordFile", "passwordVariable", "from", "to", "ca"));
        Security security = Security.valueOf(yaml.choice("tls", Set.of("starttls", "tls", "none"), "starttls")
                .toUpperCase(Locale.ROOT));
        Optional<String> user = yaml.text("user");
        Optional<Secret> password = secret(yaml, "passwordFile", "passwordVariable");
        if (user.isPresent() && password.isEmpty()) {
            yaml.problem("user", "the user has no password: name a passwordFile or a passwordVariable.");
        }
        if (user.isPresent() && security == Security.NONE) {
            yaml.problem("user", "a password would travel unencrypted: write tls: starttls or tls: tls.");
        }
        List<String> to = yaml.texts("to");
        if (to.isEmpty()) {
            yaml.problem("to", "\"to\" is missing: who gets the message?");
        }
        to.forEach(address -> checkAddress(yaml, "to", address));
        String from = yaml.required("from");
        checkAddress(yaml, "from", from);
        receivers.add(new Mail(
                yaml.required("host"),
                number(yaml, "port", usualPort(security), 1, 65_535),
                security,
                user.flatMap(name -> password.map(secret -> new Login(name, secret))),
                from,
                to,
                file(yaml, "ca")));
    }

    private static int usualPort(Security security) {
        return switch (security) {
            case NONE -> 25;
            case STARTTLS -> 587;
            case TLS -> 465;
        };
    }

    private static void checkAddress(YamlMapping yaml, String name, String address) {
        try {
            new InternetAddress(address, true).validate();
        } catch (AddressException _) {
            yaml.problem(name, "\"" + name + "\" holds something that is no e-mail address.");
        }
    }

    private void syslog(YamlMapping yaml) {
        yaml.only(Set.of("host", "port", "transport", "facility", "ca"));
        Transport transport = Transport.valueOf(
                yaml.choice("transport", Set.of("udp", "tcp", "tls"), "udp").toUpperCase(Locale.ROOT));
        int usualPort = switch (transport) {
            case UDP -> 514;
            case TCP -> 601;
            case TLS -> 6514;
        };
        receivers.add(new Syslog(
                yaml.required("host"),
                number(yaml, "port", usualPort, 1, 65_535),
                transport,
                number(yaml, "facility", DEFAULT_FACILITY, 0, 23),
                file(yaml, "ca")));
    }

    private Optional<Path> file(YamlMapping yaml, String name) {
        Optional<Path> file = yaml.text(name).map(folder::resolve);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            yaml.problem(name, file.get() + " can't be read.");
            return Optional.empty();
        }
        return file;
    }

    private Optional<Secret> secret(YamlMapping yaml, String fileName, String variableName) {
        Optional<String> variable = yaml.text(variableName);
        if (variable.isPresent()) {
            String value = System.getenv(variable.get());
            if (value == null || value.isEmpty()) {
                yaml.problem(variableName, "the variable " + variable.get() + " of the environment is not set.");
                return Optional.empty();
            }
            return Optional.of(new Secret(value));
        }
        Optional<Path> file = file(yaml, fileName);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            String value = Files.readString(file.get()).strip();
            if (!value.isEmpty()) {
                return Optional.of(new Secret(value));
            }
            yaml.problem(fileName, file.get() + " is empty.");
        } catch (IOException _) {
            yaml.problem(fileName, file.get() + " can't be read as text.");
        }
        return Optional.empty();
    }

    /// `90s`, `10m`, `24h`, `7d`.
    private static Duration time(YamlMapping yaml, String name, Duration otherwise) {
        Optional<String> given = yaml.text(name);
        if (given.isEmpty()) {
            return otherwise;
        }
        Matcher form = TIME.matcher(given.get());
        if (!form.matches()) {
            yaml.problem(name, "\"" + given.get() + "\" is no time; write it as 90s, 10m, 24h or 7d.");
            return otherwise;
        }
        long number = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static int number(YamlMapping yaml, String name, int otherwise, int least, int most) {
        Optional<String> given = yaml.text(name);
        if (given.isEmpty()) {
            return otherwise;
        }
        if (given.get().matches("\\d{1,9}")) {
            int number = Integer.parseInt(given.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        yaml.problem(name, "\"" + name + "\" takes a number from " + least + " to " + most + ".");
        return otherwise;
    }
}
