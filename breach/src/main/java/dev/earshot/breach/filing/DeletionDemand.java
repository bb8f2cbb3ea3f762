package dev.earshot.breach.filing;

import dev.earshot.EarshotException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What became of the demand to one recipient to delete what it got.
///
/// @param steps the first is [State#DRAFTED]; in order of days
public record DeletionDemand(String recipient, List<Step> steps) {
    private static final Map<State, Set<State>> NEXT = new EnumMap<>(Map.of(
            State.DRAFTED, Set.of(State.SENT),
            State.SENT, Set.of(State.SENT, State.ANSWERED, State.CERTIFIED, State.REFUSED),
            State.ANSWERED, Set.of(State.SENT, State.ANSWERED, State.CERTIFIED, State.REFUSED),
            State.REFUSED, Set.of(State.SENT, State.ANSWERED, State.CERTIFIED),
            State.CERTIFIED, Set.of()));

    public DeletionDemand {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.getFirst().state() != State.DRAFTED) {
            throw new IllegalArgumentException("a demand begins as drafted");
        }
    }

    /// @param note such as what was answered; a certificate's file and SHA-256
    public record Step(State state, LocalDate when, String who, String note) {}

    public enum State {
        DRAFTED("drafted"),
        SENT("sent"),
        /// Something was said that is neither a certificate nor a refusal.
        ANSWERED("answered"),
        /// Deletion was certified in writing.
        CERTIFIED("certified"),
        REFUSED("refused");

        private final String id;

        State(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }

        public static Optional<State> byId(String id) {
            return Arrays.stream(values()).filter(state -> state.id.equals(id)).findFirst();
        }
    }

    public static DeletionDemand drafted(String recipient, LocalDate when, String who) {
        return new DeletionDemand(recipient, List.of(new Step(State.DRAFTED, when, who, "")));
    }

    public State state() {
        return steps.getLast().state();
    }

    /// The day on which it was first sent.
    public Optional<LocalDate> sent() {
        return steps.stream()
                .filter(step -> step.state() == State.SENT)
                .map(Step::when)
                .findFirst();
    }

    /// @throws EarshotException of code USAGE where this can't follow on what was
    public DeletionDemand then(Step step) {
        Set<State> next = NEXT.getOrDefault(state(), Set.of());
        if (!next.contains(step.state())) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The demand to " + recipient + " is " + state().id() + ": it can't be "
                            + step.state().id()
                            + " next. Record "
                            + (next.isEmpty()
                                    ? "nothing more; certified is the end."
                                    : String.join(
                                                    " or ",
                                                    next.stream()
                                                            .map(State::id)
                                                            .sorted()
                                                            .toList())
                                            + " first."));
        }
        if (step.when().isBefore(steps.getLast().when())) {
            throw new EarshotException(
                    EarshotException.Code.USAGE,
                    "The demand to " + recipient + " was " + state().id() + " on "
                            + steps.getLast().when() + ": " + step.when()
                            + " is before that. Give the day on which it was "
                            + step.state().id() + ".");
        }
        List<Step> all = new ArrayList<>(steps);
        all.add(step);
        return new DeletionDemand(recipient, all);
    }

    /// The newest step as the body of a journal entry.
    public Map<String, Object> body() {
        Step step = steps.getLast();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("recipient", recipient);
        body.put("state", step.state().id());
        body.put("when", step.when().toString());
        body.put("who", step.who());
        body.put("note", step.note());
        return body;
    }

    /// The demand that bodies of journal entries tell, in their order.
    ///
    /// @throws EarshotException of code USAGE where one can't follow on the one before
    public static DeletionDemand of(List<Map<String, Object>> bodies) {
        Map<String, Object> first = bodies.getFirst();
        DeletionDemand demand = new DeletionDemand(text(first, "recipient"), List.of(step(first)));
        for (Map<String, Object> body : bodies.subList(1, bodies.size())) {
            demand = demand.then(step(body));
        }
        return demand;
    }

    private static Step step(Map<String, Object> body) {
        return new Step(
                State.byId(text(body, "state"))
                        .orElseThrow(() -> new EarshotException(
                                EarshotException.Code.USAGE,
                                "\"" + text(body, "state") + "\" is no state of a demand to delete.")),
                LocalDate.parse(text(body, "when")),
                text(body, "who"),
                text(body, "note"));
    }

    private static String text(Map<String, Object> body, String name) {
        return String.valueOf(body.getOrDefault(name, ""));
    }
}
