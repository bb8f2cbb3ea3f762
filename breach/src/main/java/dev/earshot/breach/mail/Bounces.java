package dev.earshot.breach.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads what came back to the address for bounces: delivery status notifications (RFC 3464, RFC 3463 for the codes).
///
/// A delivery is found by its key in the address that the bounce came to, or in the Message-ID of what it returns. Parts
/// are not taken apart as a tree, so no nesting costs anything; of each message the first [#LONGEST] bytes count.
///
/// Source: https://www.rfc-editor.org/rfc/rfc3464, read 2026-11-22.
public final class Bounces {
    static final int LONGEST = 512 * 1024;
    private static final Pattern FIELD = Pattern.compile("([!-9;-~]{1,80}):[ \\t]*(.*)");
    private static final Pattern SEPARATOR = Pattern.compile("From \\S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} .*");
    private static final Pattern CODE = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");

    private final Pattern key;

    /// @param sender whose settings say where bounces go and what Message-IDs look like
    public Bounces(MailSettings.Sender sender) {
        MailAddress address = sender.bounceAddress();
        key = Pattern.compile("(?i)(?:" + Pattern.quote(address.local()) + "\\+([0-9a-f]{32})[@=]"
                + Pattern.quote(address.domain()) + "|<([0-9a-f]{32})@" + Pattern.quote(sender.messageIds()) + ">)");
    }

    /// What a message in the mailbox for bounces says.
    public sealed interface Reading {
        /// @param key of the delivery
        /// @param status such as `5.1.1`; empty where none was given
        /// @param words of the server that gave up, without addresses
        record Notification(String key, Action action, String status, String words) implements Reading {}

        /// Somebody should look at it.
        record NotUnderstood(String why) implements Reading {}
    }

    public enum Action {
        DELIVERED("delivered"),
        /// Handed to a server or list that tells nothing more.
        PASSED_ON("passed-on"),
        /// Still being tried: nothing is to be done.
        DELAYED("delayed"),
        /// It will never arrive.
        FAILED("failed");

        private final String id;

        Action(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        private static Optional<Action> of(String written) {
            return switch (written.strip().toLowerCase(Locale.ROOT)) {
                case "delivered" -> Optional.of(DELIVERED);
                case "relayed", "expanded" -> Optional.of(PASSED_ON);
                case "delayed" -> Optional.of(DELAYED);
                case "failed" -> Optional.of(FAILED);
                default -> Optional.empty();
            };
        }
    }

    /// Reads a maildir, a folder of messages, or an mbox; gives each message with where it is.
    public void read(Path place, BiConsumer<String, Reading> each) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                    messages(in, file.toString(), each);
                }
            }
        }
    }

    /// An mbox has a line `From …` before each message (RFC 4155).
    private void messages(InputStream in, String where, BiConsumer<String, Reading> each) throws IOException {
        StringBuilder message = new StringBuilder();
        StringBuilder line = new StringBuilder();
        boolean mbox = false;
        boolean afterBlank = true;
        int number = 0;
        for (boolean more = line(in, line); more; more = line(in, line)) {
            boolean from = afterBlank
                    && (mbox || message.isEmpty())
                    && SEPARATOR.matcher(line).matches();
            if (from) {
                mbox = true;
                if (number++ > 0) {
                    each.accept(where + " message " + (number - 1), read(message.toString()));
                }
                message.setLength(0);
            } else if (message.length() + line.length() < LONGEST) {
                message.append(line).append('\n');
            }
            afterBlank = line.isEmpty();
        }
        each.accept(mbox ? where + " message " + number : where, read(message.toString()));
    }

    /// A line without its end, cut at 10,000 bytes; false at the end of the file.
    private static boolean line(InputStream in, StringBuilder line) throws IOException {
        line.setLength(0);
        int c = in.read();
        if (c < 0) {
            return false;
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r' && line.length() < 10_000) {
                line.append((char) c);
            }
        }
        return true;
    }

    /// Reads one message, lines ended by LF.
    Reading read(String message) {
        Set<String> keys = new HashSet<>();
        Matcher found = key.matcher(message);
        while (found.find() && keys.size() < 2) {
            keys.add((found.group(1) == null ? found.group(2) : found.group(1)).toLowerCase(Locale.ROOT));
        }
        if (keys.size() != 1) {
            return new Reading.NotUnderstood(
                    keys.isEmpty() ? "it names no delivery of this case" : "it names more than one delivery");
        }
        List<Map<String, String>> recipients = recipients(message);
        if (recipients.isEmpty()) {
            return new Reading.NotUnderstood("it has no delivery status (RFC 3464)");
        }
        Set<Action> actions = new HashSet<>();
        for (Map<String, String> recipient : recipients) {
            Optional<Action> action = Action.of(recipient.getOrDefault("action", ""));
            if (action.isEmpty()) {
                return new Reading.NotUnderstood("its delivery status has an action that is none");
            }
            actions.add(action.get());
        }
        if (actions.size() > 1) {
            return new Reading.NotUnderstood("its recipients fared differently");
        }
        Map<String, String> first = recipients.getFirst();
        Matcher status = CODE.matcher(first.getOrDefault("status", ""));
        return new Reading.Notification(
                keys.iterator().next(), actions.iterator().next(), status.find() ? status.group() : "", words(first));
    }

    private static String words(Map<String, String> recipient) {
        String words = recipient.getOrDefault("diagnostic-code", "");
        String mailbox = recipient.getOrDefault("final-recipient", "");
        String local = mailbox.substring(mailbox.indexOf(';') + 1).strip().split("@", 2)[0];
        String without = local.length() < 2
                ? words
                : Pattern.compile(Pattern.quote(local), Pattern.CASE_INSENSITIVE)
                        .matcher(words)
                        .replaceAll("…");
        return SmtpReply.plain(without);
    }

    /// The groups of fields that have an action, of the first part that is a delivery status.
    private static List<Map<String, String>> recipients(String message) {
        List<Map<String, String>> recipients = new ArrayList<>();
        for (String block : status(message).split("\n[ \t]*\n", -1)) {
            Map<String, String> fields = fields(block);
            if (fields.containsKey("action")) {
                recipients.add(fields);
            }
            if (recipients.size() > 100) {
                break;
            }
        }
        return recipients;
    }

    private static String status(String message) {
        String[] lines = message.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].toLowerCase(Locale.ROOT);
            if (!line.startsWith("content-type:") || !isStatus(line)) {
                continue;
            }
            int blank = i;
            boolean base64 = false;
            for (; blank < lines.length && !lines[blank].isBlank(); blank++) {
                base64 |= lines[blank].toLowerCase(Locale.ROOT).matches("content-transfer-encoding:\\s*base64\\s*");
            }
            StringBuilder part = new StringBuilder();
            for (int at = blank + 1; at < lines.length && !lines[at].startsWith("--"); at++) {
                part.append(lines[at]).append('\n');
            }
            return base64 ? decoded(part.toString()) : part.toString();
        }
        return "";
    }

    private static boolean isStatus(String line) {
        return line.contains("message/delivery-status") || line.contains("message/global-delivery-status");
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Map<String, String> fields(String block) {
        Map<String, String> fields = new HashMap<>();
        String last = "";
        for (String line : block.split("\n", -1)) {
            if (!last.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"))) {
                String value = fields.getOrDefault(last, "");
                fields.put(last, value.length() > 2000 ? value : value + " " + line.strip());
                continue;
            }
            Matcher field = FIELD.matcher(line);
            last = field.matches() ? field.group(1).toLowerCase(Locale.ROOT) : "";
            if (!last.isEmpty()) {
                fields.putIfAbsent(last, field.group(2).strip());
            }
        }
        return fields;
    }
}
