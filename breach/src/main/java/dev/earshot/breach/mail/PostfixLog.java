package dev.earshot.breach.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Logs of a Postfix that takes the messages over, oldest first; `.gz` where they are rotated.
///
/// `cleanup` names a Message-ID before the message is whole, so a message counts as there only once the queue manager has
/// put it in the queue, or says what became of it, under the same queue id.
///
/// @param files such as `/var/log/mail.log.1` and `/var/log/mail.log`
public record PostfixLog(List<Path> files) implements MessageLookup {
    private static final Pattern NAMED =
            Pattern.compile("postfix\\S*/cleanup\\[\\d+\\]: ([0-9A-Za-z]+): message-id=<([^>]+)>");
    private static final Pattern TAKEN =
            Pattern.compile("postfix\\S*/(?:qmgr|smtp|lmtp|local|virtual|pipe|error|bounce)\\[\\d+\\]: ([0-9A-Za-z]+): "
                    + "(?:from=<[^>]*>, size=\\d+, nrcpt=\\d+ \\(queue active\\)|to=<.*\\bstatus=\\w+)");
    private static final int LONGEST = 100_000;

    public PostfixLog {
        files = List.copyOf(files);
    }

    @Override
    public Set<String> having(Set<String> messageIds) throws IOException {
        Map<String, String> named = new HashMap<>();
        Set<String> found = new HashSet<>();
        for (Path file : files) {
            try (InputStream bytes = opened(file);
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(bytes, StandardCharsets.ISO_8859_1))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    read(line.length() > LONGEST ? line.substring(0, LONGEST) : line, messageIds, named, found);
                }
            }
        }
        return found;
    }

    private static void read(String line, Set<String> messageIds, Map<String, String> named, Set<String> found) {
        if (line.contains("message-id=<")) {
            Matcher name = NAMED.matcher(line);
            if (name.find() && messageIds.contains(name.group(2))) {
                named.put(name.group(1), name.group(2));
            }
        } else if (!named.isEmpty() && (line.contains("(queue active)") || line.contains("status="))) {
            Matcher taken = TAKEN.matcher(line);
            if (taken.find() && named.containsKey(taken.group(1))) {
                found.add(named.get(taken.group(1)));
            }
        }
    }

    private static InputStream opened(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }
}
