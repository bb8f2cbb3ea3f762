package dev.earshot.investigate.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What user agents are, remembered by their bytes within bounds.
final class Agents {
    private static final int SLOTS = 1 << 14;
    private static final int MOST = SLOTS / 2;
    private static final int LONGEST = 2048;

    private final AgentRules rules;
    private final @Nullable Agent[] slots = new Agent[SLOTS];
    private int count;

    Agents(AgentRules rules) {
        this.rules = rules;
    }

    Agent of(byte[] bytes, int from, int to) {
        long hash = ClientKey.ofAgent(bytes, from, to);
        if (to - from > LONGEST) {
            return rules.classify(hash, Arrays.copyOfRange(bytes, from, to));
        }
        int slot = (int) hash & SLOTS - 1;
        for (Agent agent = slots[slot]; agent != null; agent = slots[slot]) {
            if (agent.hash == hash && Scan.same(bytes, from, to, agent.bytes)) {
                return agent;
            }
            slot = (slot + 1) & SLOTS - 1;
        }
        Agent agent = rules.classify(hash, Arrays.copyOfRange(bytes, from, to));
        if (count == MOST) {
            Arrays.fill(slots, null);
            count = 0;
            slot = (int) hash & SLOTS - 1;
        }
        slots[slot] = agent;
        count++;
        return agent;
    }

    /// One user agent.
    static final class Agent {
        /// Its part of a [ClientKey].
        final long hash;

        final byte[] bytes;
        final boolean bot;
        final boolean healthCheck;

        Agent(long hash, byte[] bytes, boolean bot, boolean healthCheck) {
            this.hash = hash;
            this.bytes = bytes;
            this.bot = bot;
            this.healthCheck = healthCheck;
        }
    }

    /// Which words in a user agent mean what, in lower case.
    record AgentRules(List<String> bots, List<String> healthChecks, List<String> moreBots) {
        Agent classify(long hash, byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            boolean health = healthChecks.stream().anyMatch(text::startsWith);
            boolean bot = bots.stream().anyMatch(word -> hasName(text, word))
                    || moreBots.stream().anyMatch(text::contains);
            return new Agent(hash, bytes, bot, health);
        }

        /// Whether a name in `text` ends in `word`: `bot` is in `Googlebot/2.1`, not in `robotics`. `Cubot` makes
        /// phones.
        private static boolean hasName(String text, String word) {
            for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                int end = at + word.length();
                boolean ends = end == text.length() || !isLetter(text.charAt(end));
                if (ends && !(word.equals("bot") && text.startsWith("cu", at - 2))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean isLetter(char letter) {
            return letter >= 'a' && letter <= 'z';
        }
    }
}
