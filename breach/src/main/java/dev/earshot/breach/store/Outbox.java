package dev.earshot.breach.store;

import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Notice;
import java.time.Instant;
import java.util.List;

/// What is to be delivered, and what became of it.
///
/// A delivery is one attempt for one notice over one channel. It goes `planned` → `claimed` → an [Outcome]. A claim that
/// has no outcome when its run has ended is in doubt: it may or may not have left. Only [#settle] ends that.
public interface Outbox {
    /// Takes deliveries that are due, in the order of the plan, for this run; an empty list where none is due now.
    /// Durable before it returns.
    ///
    /// @throws dev.earshot.EarshotException of code USAGE where nobody approved of this plan with these texts, or the
    ///     case is paused
    List<Claim> claim(Channel channel, int most, Instant now);

    /// Records what became of claims: one transaction, one journal entry. Durable before it returns. A delivery that
    /// already has an outcome keeps it.
    void record(List<Result> results);

    /// Claims of runs that have ended, without an outcome.
    List<Claim> inDoubt(Channel channel, int most, long afterDelivery);

    /// As [#record], for deliveries in doubt, with the rule that settled them.
    void settle(List<Result> results, String rule);

    /// @param delivery from 1
    /// @param key the idempotency key: 32 hex digits, the same for this delivery for ever, and for no other
    /// @param attempt from 1; another one follows where a delivery was deferred
    /// @param carried the notice and those that travel with it
    record Claim(long delivery, String key, Channel channel, int attempt, List<Notice> carried) {}

    /// @param answer the server's or printer's own words, without addresses
    /// @param sha256 of what was sent, in hex; empty where nothing was composed
    /// @param again not before this, for DEFERRED
    record Result(long delivery, Outcome outcome, String answer, String sha256, Instant at, Instant again) {}

    enum Outcome {
        /// The other side took it over.
        SENT("sent"),
        /// It will never be taken over on this channel: the next channel is tried.
        REFUSED("refused"),
        /// Not now.
        DEFERRED("deferred"),
        /// It is known not to have left: it is planned again.
        NOT_SENT("not-sent");

        private final String id;

        Outcome(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
