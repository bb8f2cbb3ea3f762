package dev.earshot.investigate.log;

import dev.earshot.investigate.table.Key;
import java.nio.charset.StandardCharsets;

/// The key of an address and a user agent together, which is all that tells visitors without a session apart.
public final class ClientKey {
    private ClientKey() {}

    /// @param address of the visitor, as any log or audit trail writes it
    /// @param agent the User-Agent header, as sent
    /// @return [Key#NONE] where there is no address
    public static long of(String address, String agent) {
        byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
        byte[] agentBytes = agent.getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0
                ? Key.NONE
                : of(ofAgent(agentBytes, 0, agentBytes.length), bytes, 0, bytes.length, new Address(), new byte[16]);
    }

    /// The part that is the agent's.
    static long ofAgent(byte[] agent, int from, int to) {
        return Key.extend(Key.Kind.CLIENT.seed(), agent, from, to);
    }

    /// What is no address, such as a host's name, counts as it is written.
    static long of(long agent, byte[] bytes, int from, int to, Address address, byte[] scratch) {
        return address.read(bytes, from, to)
                ? of(agent, address, scratch)
                : Key.finish(Key.extend(agent, bytes, from, to));
    }

    static long of(long agent, Address address, byte[] scratch) {
        return Key.finish(Key.extend(agent, scratch, 0, address.canonical(scratch)));
    }
}
