package dev.earshot.investigate.identity;

import dev.earshot.investigate.log.ClientKey;
import dev.earshot.investigate.table.Key;

/// The key of an address and a user agent, as the lines of logs have it.
final class Clients {
    private Clients() {}

    /// 0 where there is no address. One without user agent is of the lines that have none either.
    static long key(Row row, int address, int agent) {
        return row.isEmpty(address) ? Key.NONE : ClientKey.of(row.text(address), row.text(agent));
    }
}
