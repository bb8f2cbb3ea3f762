package dev.earshot.breach.portal;

import dev.earshot.EarshotException;
import dev.earshot.EarshotException.Code;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Composer;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.portal.FhirService.Answer;
import dev.earshot.breach.store.Outbox;
import dev.earshot.breach.store.Outbox.Claim;
import dev.earshot.breach.store.Outbox.Outcome;
import dev.earshot.breach.store.Outbox.Result;
import dev.earshot.evidence.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Sends notices as portal messages, each exactly once: a message is created on the condition that the service has none
/// with the delivery's key, so that sending again is harmless. Where an answer was lost, the service is asked which
/// messages it has.
///
/// What concerns one patient (not found, a message refused) sends the notice on to its next channel; what would concern all
/// (the address, the token) ends the run, and nothing moves on.
public final class PortalSender {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofHours(4);
    private static final int TRIES = 5;
    private static final int REFUSED_IN_A_ROW = 20;
    private static final int LOST_IN_A_ROW = 5;
    private static final String RULE = "asked the portal for the message by its identifier";

    private final PortalSettings settings;
    private final Outbox outbox;
    private final Composer composer;
    private final InstantSource clock;
    private volatile boolean stopping;
    private volatile Tally tally = new Tally(0, 0, 0, 0, 0);

    public PortalSender(PortalSettings settings, Outbox outbox, Composer composer, InstantSource clock) {
        this.settings = settings;
        this.outbox = outbox;
        this.composer = composer;
        this.clock = clock;
    }

    /// Messages of a run.
    ///
    /// @param inDoubt without an answer, also not to the question whether they are there: the next run asks again
    public record Tally(long sent, long refused, long deferred, long notSent, long inDoubt) {
        Tally plus(Outcome outcome) {
            return switch (outcome) {
                case SENT -> new Tally(sent + 1, refused, deferred, notSent, inDoubt);
                case REFUSED -> new Tally(sent, refused + 1, deferred, notSent, inDoubt);
                case DEFERRED -> new Tally(sent, refused, deferred + 1, notSent, inDoubt);
                case NOT_SENT -> new Tally(sent, refused, deferred, notSent + 1, inDoubt);
            };
        }
    }

    /// How far it is: from any thread.
    public Tally tally() {
        return tally;
    }

    /// Ends the run after the messages on their way: from any thread.
    public void stop() {
        stopping = true;
    }

    /// Sends all that is due, and returns when nothing is any more, or after [#stop].
    ///
    /// @throws EarshotException of code USAGE where the service does not do what is needed, or refuses everything;
    ///     INCOMPLETE where it can't be reached. All that was sent is recorded
    public synchronized Tally send() {
        tally = new Tally(0, 0, 0, 0, 0);
        stopping = false;
        try (FhirService service = new FhirService(settings);
                ExecutorService workers = Executors.newFixedThreadPool(
                        settings.connections(), Thread.ofVirtual().factory())) {
            checkConditional(service);
            settleEarlier(service);
            Run run = new Run(service);
            while (!stopping) {
                int most = run.anySent ? settings.connections() * 25 : REFUSED_IN_A_ROW;
                List<Claim> claims = outbox.claim(Channel.PORTAL, most, clock.instant());
                if (claims.isEmpty()) {
                    break;
                }
                run.send(claims, workers);
                EarshotException trouble = run.trouble;
                if (trouble != null) {
                    throw trouble;
                }
            }
        }
        return tally;
    }

    /// A service that does not know `If-None-Exist` creates a second message. One that does answers 201 where it created,
    /// 200 where there was one, 412 where there were several (wso2.github.io/fhir-server and help.sap.com on conditional
    /// create, read 2026-11-22).
    private void checkConditional(FhirService service) {
        switch (service.capabilities()) {
            case Answer.Given given
            when given.status() == 200 -> {
                if (!settings.conditionalUndeclared() && !FhirService.conditional(given.body())) {
                    throw new EarshotException(
                            Code.USAGE,
                            "The FHIR service at " + settings.base() + " does not declare conditional create of"
                                    + " Communication, without which a message might be sent twice. Where its maker says"
                                    + " that it has it, allow it in the portal's settings.");
                }
            }
            case Answer.Given given -> throw refusesAll(given);
            case Answer.Unreachable unreachable -> throw unreachable(unreachable.why());
            case Answer.Lost lost -> throw unreachable(lost.why());
        }
    }

    private EarshotException refusesAll(Answer.Given given) {
        return new EarshotException(
                Code.USAGE,
                "The FHIR service at " + settings.base() + " answers " + said(given)
                        + (given.status() == 401 || given.status() == 403
                                ? ": get a token that may create Communication and read Patient, and send again."
                                : ": look at the portal's address in the case, and send again."));
    }

    private EarshotException unreachable(String why) {
        return new EarshotException(
                Code.INCOMPLETE,
                "The FHIR service at " + settings.base() + " can't be reached (" + why
                        + "). Send again when it can: what was sent is recorded.");
    }

    private static String said(Answer.Given given) {
        return given.status() + (given.outcome().isEmpty() ? "" : " (" + given.outcome() + ")");
    }

    /// What runs that have ended left without an answer.
    private void settleEarlier(FhirService service) {
        long after = 0;
        while (!stopping) {
            List<Claim> left = outbox.inDoubt(Channel.PORTAL, 500, after);
            if (left.isEmpty()) {
                return;
            }
            after = left.getLast().delivery();
            List<Result> settled = new ArrayList<>();
            for (Claim claim : left) {
                Optional<Result> result = asked(service, claim, "");
                result.ifPresent(settled::add);
                tallied(result);
            }
            if (!settled.isEmpty()) {
                outbox.settle(settled, RULE);
            }
        }
    }

    /// Whether the service has the message; empty where it does not say.
    private Optional<Result> asked(FhirService service, Claim claim, String sha256) {
        if (!(service.find(claim.key()) instanceof Answer.Given given)
                || given.status() != 200
                || !given.body().path("resourceType").asString("").equals("Bundle")) {
            return Optional.empty();
        }
        boolean there = !FhirService.ids(given.body(), "Communication").isEmpty();
        return Optional.of(
                there
                        ? result(claim, Outcome.SENT, "the answer was lost; the message is there", sha256)
                        : result(claim, Outcome.NOT_SENT, "the answer was lost; the message is not there", sha256));
    }

    private Result result(Claim claim, Outcome outcome, String answer, String sha256) {
        Instant now = clock.instant();
        return new Result(claim.delivery(), outcome, answer, sha256, now, now);
    }

    private void tallied(Optional<Result> result) {
        tally = result.map(Result::outcome)
                .map(tally::plus)
                .orElse(new Tally(
                        tally.sent(), tally.refused(), tally.deferred(), tally.notSent(), tally.inDoubt() + 1));
    }

    /// Messages being sent.
    private final class Run {
        private final FhirService service;
        private volatile @Nullable EarshotException trouble;
        private final AtomicReference<Instant> held = new AtomicReference<>(Instant.EPOCH);
        private final AtomicInteger lost = new AtomicInteger();
        private int refused;
        private boolean anySent;

        Run(FhirService service) {
            this.service = service;
        }

        /// Of several reasons to end the run, the first is told.
        private synchronized void end(EarshotException reason) {
            trouble = trouble == null ? reason : trouble;
        }

        void send(List<Claim> claims, ExecutorService workers) {
            List<Future<Optional<Result>>> answers = claims.stream()
                    .map(claim -> workers.submit(() -> send(claim)))
                    .toList();
            List<Result> results = new ArrayList<>();
            for (Future<Optional<Result>> answer : answers) {
                Optional<Result> result = of(answer);
                result.ifPresent(results::add);
                tallied(result);
            }
            if (!results.isEmpty()) {
                outbox.record(results);
            }
            for (Result result : results) {
                if (result.outcome() == Outcome.SENT) {
                    anySent = true;
                    refused = 0;
                } else if (result.outcome() == Outcome.REFUSED) {
                    refused++;
                }
            }
            if (refused >= REFUSED_IN_A_ROW && trouble == null) {
                end(new EarshotException(
                        Code.INCOMPLETE,
                        "The FHIR service at " + settings.base() + " refused " + refused
                                + " messages in a row. They go to their next channel; look at its answers before more do,"
                                + " then send again."));
            }
        }

        /// What went wrong in our own doing leaves the claim in doubt, which the next run settles.
        private Optional<Result> of(Future<Optional<Result>> answer) {
            try {
                return answer.get();
            } catch (ExecutionException e) {
                end(new EarshotException(
                        Code.INTERNAL,
                        "Sending to the portal failed: "
                                + Optional.ofNullable(e.getCause())
                                        .orElse(e)
                                        .getClass()
                                        .getSimpleName()
                                + ". The next run asks which messages are there."));
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopping = true;
                return Optional.empty();
            }
        }

        private Optional<Result> send(Claim claim) {
            if (trouble != null || stopping) {
                return Optional.of(result(claim, Outcome.NOT_SENT, "the run ended before", ""));
            }
            Instant until = held.get();
            if (clock.instant().isBefore(until)) {
                return Optional.of(deferred(claim, "the service asked to wait", until));
            }
            Letter letter;
            try {
                letter = composer.compose(claim.carried());
            } catch (RuntimeException e) {
                return Optional.of(deferred(
                        claim,
                        "the notice could not be composed: " + e.getClass().getSimpleName(),
                        clock.instant().plus(LATER)));
            }
            Patient patient = patient(claim);
            if (patient.reference().isEmpty()) {
                return Optional.of(patient.instead().orElseThrow());
            }
            Optional<byte[]> json = Communications.json(
                    settings, claim, letter, patient.reference().get(), clock.instant());
            if (json.isEmpty()) {
                return Optional.of(result(claim, Outcome.REFUSED, "longer than a portal message may be", ""));
            }
            String sha256 = Sha256.hex(json.get());
            return switch (service.create(claim.key(), json.get())) {
                case Answer.Given given -> answered(claim, given, sha256);
                case Answer.Unreachable unreachable -> {
                    end(unreachable(unreachable.why()));
                    yield Optional.of(result(claim, Outcome.NOT_SENT, "no connection", sha256));
                }
                case Answer.Lost lost -> lost(claim, lost.why(), Optional.empty(), sha256);
            };
        }

        private Optional<Result> answered(Claim claim, Answer.Given given, String sha256) {
            Instant now = clock.instant();
            return switch (given.status()) {
                case 201 -> {
                    lost.set(0);
                    yield Optional.of(result(claim, Outcome.SENT, "201", sha256));
                }
                case 200 -> Optional.of(result(claim, Outcome.SENT, "200: it was there already", sha256));
                // The search for the key found several: it is there, if more than once.
                case 412 -> Optional.of(result(claim, Outcome.SENT, "412: it was there more than once", sha256));
                case 400, 422 -> Optional.of(result(claim, Outcome.REFUSED, said(given), sha256));
                case 409 ->
                    Optional.of(
                            claim.attempt() >= TRIES
                                    ? result(claim, Outcome.REFUSED, said(given), sha256)
                                    : deferred(claim, said(given), now.plus(SOON)));
                case 429, 503 -> {
                    Instant again = FhirService.again(given.retryAfter(), now, SOON);
                    held.accumulateAndGet(again, (one, other) -> one.isAfter(other) ? one : other);
                    yield Optional.of(deferred(claim, said(given), again));
                }
                default -> {
                    if (given.status() >= 500 || given.status() == 408 || given.status() / 100 == 2) {
                        yield lost(claim, said(given), given.retryAfter(), sha256);
                    }
                    end(refusesAll(given));
                    yield Optional.of(result(claim, Outcome.NOT_SENT, said(given), sha256));
                }
            };
        }

        /// The message may be there. Where it is not, it is sent again later, not at once: it may be under way, and then
        /// the condition keeps it from being there twice.
        private Optional<Result> lost(Claim claim, String why, Optional<String> retryAfter, String sha256) {
            Optional<Result> found = asked(service, claim, sha256);
            if (found.isEmpty() || found.get().outcome() != Outcome.SENT) {
                if (lost.incrementAndGet() >= LOST_IN_A_ROW) {
                    end(unreachable(why));
                }
            } else {
                lost.set(0);
            }
            return found.map(result -> result.outcome() == Outcome.SENT
                    ? result
                    : deferred(claim, why, FhirService.again(retryAfter, clock.instant(), SOON)));
        }

        private Result deferred(Claim claim, String answer, Instant again) {
            return new Result(claim.delivery(), Outcome.DEFERRED, answer, "", clock.instant(), again);
        }

        /// A reference, or what becomes of the claim without one.
        private record Patient(Optional<ObjectNode> reference, Optional<Result> instead) {}

        private Patient patient(Claim claim) {
            String member = claim.carried().getFirst().memberId();
            return switch (settings.patients()) {
                case BY_ID -> new Patient(Optional.of(Communications.byReference(member)), Optional.empty());
                case BY_IDENTIFIER ->
                    new Patient(Optional.of(Communications.byIdentifier(settings.members(), member)), Optional.empty());
                case BY_LOOKUP -> looked(claim, service.patient(member));
            };
        }

        private Patient looked(Claim claim, Answer answer) {
            return switch (answer) {
                case Answer.Given given
                when given.status() == 200
                        && given.body().path("resourceType").asString("").equals("Bundle") -> {
                    List<String> ids = FhirService.ids(given.body(), "Patient");
                    String why = ids.isEmpty() ? "the portal has no such patient" : "several patients have this id";
                    yield ids.size() == 1
                            ? new Patient(Optional.of(Communications.byReference(ids.getFirst())), Optional.empty())
                            : instead(result(claim, Outcome.REFUSED, why, ""));
                }
                case Answer.Given given
                when given.status() == 429 || given.status() >= 500 -> {
                    Instant again = FhirService.again(given.retryAfter(), clock.instant(), SOON);
                    yield instead(deferred(claim, "looking for the patient: " + said(given), again));
                }
                case Answer.Given given -> {
                    end(refusesAll(given));
                    yield instead(result(claim, Outcome.NOT_SENT, "looking for the patient: " + said(given), ""));
                }
                case Answer.Unreachable unreachable -> {
                    end(unreachable(unreachable.why()));
                    yield instead(result(claim, Outcome.NOT_SENT, "no connection", ""));
                }
                case Answer.Lost lost ->
                    instead(deferred(
                            claim,
                            "looking for the patient: " + lost.why(),
                            clock.instant().plus(SOON)));
            };
        }

        private static Patient instead(Result result) {
            return new Patient(Optional.empty(), Optional.of(result));
        }
    }
}
