package dev.earshot.investigate.identity;

import dev.earshot.investigate.table.Key;

/// The key of an address and a user agent, as the lines of logs have it.
final class Clients {
    private Clients() {}

    /// 0 where either is missing.
    static long key(Row row, int address, int agent) {
        if (row.isEmpty(address) || row.isEmpty(agent)) {
            return Key.NONE;
        }
        long hash = Key.extend(Key.Kind.CLIENT.seed(), row.bytes(address), row.from(address), row.to(address));
        return Key.finish(Key.extend(hash, row.bytes(agent), row.from(agent), row.to(agent)));
    }
}
