package dev.earshot.differential;

import dev.earshot.Examiner;
import dev.earshot.ScanResult;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Response;
import dev.earshot.exchange.Run;
import dev.earshot.persona.Persona;
import dev.earshot.persona.PersonaField;
import dev.earshot.policy.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Runs made by hand. Each letter and digit of a plan such as `a1 b2 a1 -` is a run: who, and what was searched for;
/// `-` is signed out.
final class Visits {
    static final String PIXEL = "https://pixel.tracker.example/p";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /// 12,600 divisions by person, as many by search, 3,150 by both; no person twice in a row.
    static final String TEN = "a4 c2 a1 d2 c3 d2 c3 d3 b4 d3";

    private final List<LabelledRun> runs = new ArrayList<>();

    /// What one visit does.
    static final class Visit {
        final int number;
        final String person;
        final String search;
        private final List<Exchange> exchanges = new ArrayList<>();

        private Visit(int number, String person, String search) {
            this.number = number;
            this.person = person;
            this.search = search;
        }

        boolean signedOut() {
            return person.isEmpty();
        }

        void asks(String url, Header... headers) {
            add("GET", url, List.of(headers), Body.NONE, Exchange.Delivery.SENT);
        }

        void posts(String url, String type, byte[] body) {
            add("POST", url, List.of(), Body.whole(Bytes.copyOf(body), type), Exchange.Delivery.SENT);
        }

        void attempts(String url) {
            add("GET", url, List.of(), Body.NONE, Exchange.Delivery.ATTEMPTED);
        }

        private void add(String method, String url, List<Header> headers, Body body, Exchange.Delivery delivery) {
            exchanges.add(new Exchange(
                    Integer.toString(exchanges.size() + 1),
                    start(number).plusSeconds(exchanges.size()),
                    new Request(method, url, "HTTP/1.1", headers, body),
                    Optional.of(new Response(200, "", List.of(), Optional.empty(), "", 0)),
                    List.of(),
                    new Context(
                            "ignore",
                            Optional.empty(),
                            "https://www.clinic.example/encyclopedia",
                            "",
                            Context.Target.PAGE,
                            "image",
                            List.of(),
                            Context.Consent.BEFORE_CHOICE,
                            Context.SignedIn.NO,
                            Set.of(Context.Witness.NET_LOG),
                            Optional.empty()),
                    delivery));
        }
    }

    /// @param done told each visit and its number, from 0
    static Visits of(String plan, BiConsumer<Visit, Integer> done) {
        Visits visits = new Visits();
        int number = 0;
        for (String run : plan.split(" ")) {
            boolean out = run.equals("-");
            Visit visit = new Visit(number, out ? "" : run.substring(0, 1), out ? "" : run.substring(1));
            done.accept(visit, number);
            visits.runs.add(new LabelledRun(
                    (out ? "out" : run) + number,
                    out ? Optional.empty() : Optional.of(visit.person),
                    visit.search.isEmpty() ? Optional.empty() : Optional.of(visit.search),
                    capture(visit)));
            number++;
        }
        return visits;
    }

    static Visits of(String plan, Consumer<Visit> done) {
        return of(plan, (visit, _) -> done.accept(visit));
    }

    private static Instant start(int number) {
        return NOON.plusSeconds(600L * number);
    }

    private static Capture capture(Visit visit) {
        Optional<Persona> persona = visit.signedOut()
                ? Optional.empty()
                : Optional.of(new Persona(
                        "p-" + visit.person,
                        Map.of(
                                PersonaField.EMAIL,
                                List.of(Sensitive.of("marisol.quentavik-" + visit.person + "@mail.example")),
                                PersonaField.CITY,
                                List.of(Sensitive.of("Quentaville-" + visit.person))),
                        Map.of()));
        Capture.Summary summary = new Capture.Summary(
                List.of("https://www.clinic.example/"),
                "Earshot",
                "Chromium",
                start(visit.number),
                start(visit.number).plusSeconds(60),
                List.of(new Run("ignore", Run.ConsentMode.IGNORE, "no banner found")),
                List.of(),
                List.of(),
                0,
                persona);
        List<Exchange> exchanges = List.copyOf(visit.exchanges);
        return new Capture() {
            @Override
            public Summary summary() {
                return summary;
            }

            @Override
            public void forEach(Consumer<? super Exchange> reader) {
                exchanges.forEach(reader);
            }
        };
    }

    Runs runs() {
        return Runs.of(runs);
    }

    ScanResult result() {
        return new Examiner(Policy.byDefault(), LocalDate.of(2026, 3, 2)).compare(runs());
    }

    Differential compared() {
        return result().differential().orElseThrow();
    }

    List<Claim> claims(Claim.Standing standing) {
        return compared().claims(standing);
    }
}
