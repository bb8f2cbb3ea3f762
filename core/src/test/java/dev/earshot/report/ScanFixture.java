package dev.earshot.report;

import dev.earshot.ScanResult;
import dev.earshot.catalogue.Identification;
import dev.earshot.catalogue.Parameter;
import dev.earshot.catalogue.Tracker;
import dev.earshot.decode.Leaf;
import dev.earshot.decode.Origin;
import dev.earshot.decode.Step;
import dev.earshot.decode.Undecoded;
import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.disclosure.Answer;
import dev.earshot.disclosure.Attestation;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Recipient;
import dev.earshot.disclosure.Transmission;
import dev.earshot.element.DataElement;
import dev.earshot.element.Sensitive;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Bytes;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Header;
import dev.earshot.exchange.Initiator;
import dev.earshot.exchange.Page;
import dev.earshot.exchange.Request;
import dev.earshot.exchange.Run;
import dev.earshot.exchange.StoredItem;
import dev.earshot.exchange.WebSocketMessage;
import dev.earshot.health.HealthContext;
import dev.earshot.health.HealthTerms;
import dev.earshot.persona.Persona;
import dev.earshot.policy.Finding;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Builds a scan for the tests of its reports. The places of disclosures are found in the bytes, so that a report that
/// reads the capture again finds what was said to be there.
final class ScanFixture {
    static final Instant START = Instant.parse("2026-11-20T14:03:05Z");

    private final List<Run> runs = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<Transmission> transmissions = new ArrayList<>();
    private final List<Disclosure> disclosures = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<BlindSpot> blindSpots = new ArrayList<>();
    private final List<String> lookalikes = new ArrayList<>();
    private Optional<Persona> persona = Optional.empty();
    private String target = "https://www.clinic.example/";
    private String recordedBy = "Earshot 0.1.0";
    private int firstParty;
    private long millis;

    ScanFixture persona(Persona someone) {
        persona = Optional.of(someone);
        return this;
    }

    ScanFixture target(String address) {
        target = address;
        return this;
    }

    ScanFixture recordedBy(String program) {
        recordedBy = program;
        return this;
    }

    ScanFixture run(String id, Run.ConsentMode consent, String outcome) {
        runs.add(new Run(id, consent, outcome));
        return this;
    }

    ScanFixture page(String id, String url, String title, StoredItem... stored) {
        return page(id, url, title, Page.Outcome.LOADED, "", stored);
    }

    ScanFixture page(String id, String url, String title, Page.Outcome outcome, String remark, StoredItem... stored) {
        millis += 1_900;
        pages.add(new Page(
                id,
                runs.getLast().id(),
                url,
                title,
                START.plusMillis(millis),
                outcome,
                remark,
                outcome == Page.Outcome.FAILED ? Optional.empty() : Optional.of("screenshots/" + id + ".png"),
                Arrays.asList(stored)));
        firstParty += outcome == Page.Outcome.FAILED ? 1 : 6;
        return this;
    }

    ScanFixture blind(BlindSpot.Kind kind, String where, String what, boolean incomplete) {
        blindSpots.add(new BlindSpot(kind, where, what, incomplete));
        return this;
    }

    ScanFixture lookalike(String domain) {
        lookalikes.add(domain);
        return this;
    }

    ScanFixture finding(Finding finding) {
        findings.add(finding);
        return this;
    }

    static Tracker tracker(String id, String vendor, String product, String purpose) {
        return new Tracker(
                id,
                vendor,
                product,
                purpose,
                Map.of(),
                List.of(),
                List.of("developers.tracker.example/" + id + ", read 2026-11-20"));
    }

    /// One exchange with a third party, whose disclosures are added to it.
    Sent send(String id, String method, String url, Tracker tracker) {
        return new Sent(id, method, url, Optional.of(tracker), tracker.vendor(), tracker.purpose(), true);
    }

    Sent sendToUnknown(String id, String method, String url) {
        String host = Address.of(url).host();
        String domain = host.substring(host.lastIndexOf('.', host.lastIndexOf('.') - 1) + 1);
        return new Sent(id, method, url, Optional.empty(), domain, "unknown", false);
    }

    /// A request that is being put together; [#end()] adds it to the scan.
    final class Sent {
        private final String id;
        private final String method;
        private final String url;
        private final Optional<Tracker> tracker;
        private final String vendor;
        private final String purpose;
        private final boolean known;
        private final List<Header> headers = new ArrayList<>();
        private final List<WebSocketMessage> messages = new ArrayList<>();
        private final List<Detection> detections = new ArrayList<>();
        private final List<Undecoded> undecoded = new ArrayList<>();
        private Body body = Body.NONE;
        private String occasion;
        private Optional<String> sharedFrom = Optional.empty();
        private Context.Consent consent = Context.Consent.BEFORE_CHOICE;
        private Context.SignedIn signedIn = Context.SignedIn.NO;
        private Optional<String> step = Optional.empty();
        private Exchange.Delivery delivery = Exchange.Delivery.SENT;
        private List<String> events = List.of();
        private Recipient.Behind behind = Recipient.Behind.OWN_HOST;
        private String zone = "public";
        private List<Initiator> initiators = List.of();

        private Sent(
                String id,
                String method,
                String url,
                Optional<Tracker> tracker,
                String vendor,
                String purpose,
                boolean known) {
            this.id = id;
            this.method = method;
            this.url = url;
            this.tracker = tracker;
            this.vendor = vendor;
            this.purpose = purpose;
            this.known = known;
            this.occasion = id;
        }

        Sent body(String text, String mimeType) {
            return body(text.getBytes(StandardCharsets.UTF_8), mimeType);
        }

        Sent body(byte[] bytes, String mimeType) {
            body = Body.whole(Bytes.copyOf(bytes), mimeType);
            return this;
        }

        Sent header(String name, String value) {
            headers.add(new Header(name, value));
            return this;
        }

        Sent message(String text) {
            messages.add(new WebSocketMessage(
                    WebSocketMessage.Direction.SENT, START.plusMillis(millis), 1, Bytes.utf8(text)));
            return this;
        }

        Sent zone(String name) {
            zone = name;
            return this;
        }

        Sent occasion(String name) {
            occasion = name;
            return this;
        }

        Sent sharedFrom(String name) {
            sharedFrom = Optional.of(name);
            return this;
        }

        Sent consent(Context.Consent state) {
            consent = state;
            return this;
        }

        Sent signedIn() {
            signedIn = Context.SignedIn.YES;
            return this;
        }

        Sent during(String label) {
            step = Optional.of(label);
            return this;
        }

        Sent neverLeft() {
            delivery = Exchange.Delivery.ATTEMPTED;
            return this;
        }

        Sent events(String... names) {
            events = List.of(names);
            return this;
        }

        Sent behindTheSite() {
            behind = Recipient.Behind.COVERED_ENTITYS_HOST;
            return this;
        }

        Sent by(String... scripts) {
            initiators = Arrays.stream(scripts)
                    .map(script -> new Initiator(
                            script.endsWith(".js") ? Initiator.Kind.SCRIPT : Initiator.Kind.PARSER,
                            Optional.of(script),
                            1,
                            2048,
                            ""))
                    .toList();
            return this;
        }

        Sent unread(String chain, int bytes) {
            undecoded.add(new Undecoded(chain, bytes, 7.9, "unknown encoding"));
            return this;
        }

        /// `token` as it stands in the URL or body; `value` as decoded; `path` without the codecs.
        Sent tells(
                DataElement element, Basis basis, Origin origin, String path, String token, String value, String how) {
            return tells(element, basis, origin, "", path, token, value, how, Optional.empty());
        }

        Sent tells(
                DataElement element,
                Basis basis,
                Origin origin,
                String path,
                String token,
                String value,
                String how,
                Parameter parameter) {
            return tells(element, basis, origin, "", path, token, value, how, Optional.of(parameter));
        }

        Sent tells(
                DataElement element,
                Basis basis,
                Origin origin,
                String source,
                String path,
                String token,
                String value,
                String how,
                Optional<Parameter> parameter) {
            byte[] part = switch (origin) {
                case URL -> url.getBytes(StandardCharsets.UTF_8);
                case BODY -> body.bytes().toArray();
                case HEADER -> header(source);
                case COOKIE -> header("Cookie");
                case MESSAGE -> messages.get(Integer.parseInt(source)).payload().toArray();
            };
            byte[] sought = token.getBytes(StandardCharsets.ISO_8859_1);
            int start = indexOf(part, sought);
            if (start < 0) {
                sought = token.getBytes(StandardCharsets.UTF_8);
                start = indexOf(part, sought);
            }
            if (start < 0) {
                throw new IllegalArgumentException("the fixture's " + id + " has no " + path);
            }
            List<Step> steps =
                    Arrays.stream(path.split(" › ")).<Step>map(Step.Member::new).collect(Collectors.toList());
            String key = path.substring(path.lastIndexOf(' ') + 1);
            Leaf leaf = new Leaf(origin, source, steps, path.replace(" › ", "."), key, -1, value, start, sought.length);
            Optional<HealthContext> health = element == DataElement.HEALTH_CONTEXT
                    ? HealthTerms.bundled().in(value, false)
                    : Optional.empty();
            detections.add(
                    new Detection(element, basis, Optional.of(leaf), Sensitive.of(value), parameter, how, health));
            return this;
        }

        Sent tellsByItself() {
            detections.add(new Detection(
                    DataElement.IP_ADDRESS,
                    Basis.INHERENT,
                    Optional.empty(),
                    Sensitive.of("the address the request came from"),
                    Optional.empty(),
                    "every request carries the address it comes from"));
            return this;
        }

        private byte[] header(String name) {
            return headers.stream()
                    .filter(header -> header.is(name))
                    .findFirst()
                    .orElseThrow()
                    .value()
                    .getBytes(StandardCharsets.UTF_8);
        }

        ScanFixture end() {
            millis += 130;
            Page page = pages.getLast();
            String host = Address.of(url).host();
            String domain = host.substring(host.lastIndexOf('.', host.lastIndexOf('.') - 1) + 1);
            Context context = new Context(
                    page.run(),
                    Optional.of(page.id()),
                    page.url(),
                    page.url(),
                    Context.Target.PAGE,
                    "fetch",
                    initiators,
                    consent,
                    signedIn,
                    delivery == Exchange.Delivery.ATTEMPTED
                            ? Set.of(Context.Witness.CDP)
                            : EnumSet.of(Context.Witness.NET_LOG, Context.Witness.CDP),
                    step);
            Exchange exchange = new Exchange(
                    id,
                    START.plusMillis(millis),
                    new Request(method, url, "h2", headers, body),
                    Optional.empty(),
                    messages,
                    context,
                    delivery);
            exchanges.add(exchange);
            Transmission transmission = new Transmission(
                    id,
                    exchange.startedAt(),
                    method,
                    url,
                    new Recipient(host, domain, vendor, purpose, known, behind),
                    tracker.map(found ->
                            new Identification(found, Identification.How.HOST_AND_PATH, Identification.Does.COLLECT)),
                    events,
                    occasion,
                    sharedFrom,
                    context,
                    delivery,
                    body.bytes().length(),
                    undecoded,
                    Optional.empty());
            transmissions.add(transmission);
            int number = 0;
            for (Detection detection : detections) {
                String place = id + "/" + detection.element().id() + (number++ == 0 ? "" : "/" + number);
                disclosures.add(new Disclosure(place, transmission, detection, zone));
            }
            return ScanFixture.this;
        }
    }

    private static int indexOf(byte[] part, byte[] sought) {
        for (int at = 0; at + sought.length <= part.length; at++) {
            if (Arrays.equals(part, at, at + sought.length, sought, 0, sought.length)) {
                return at;
            }
        }
        return -1;
    }

    /// What was said of health to a vendor so far.
    Optional<HealthContext> healthTold(String vendor) {
        return Optional.of(HealthContext.together(disclosures.stream()
                .filter(disclosure ->
                        disclosure.transmission().recipient().vendor().equals(vendor))
                .flatMap(disclosure -> disclosure.detection().health().stream())
                .toList()));
    }

    /// The ids of what was disclosed so far of an element to a vendor.
    List<String> idsOf(String vendor, DataElement element) {
        return disclosures.stream()
                .filter(disclosure -> disclosure.detection().element() == element)
                .filter(disclosure ->
                        disclosure.transmission().recipient().vendor().equals(vendor))
                .map(Disclosure::id)
                .toList();
    }

    Capture capture() {
        Capture.Summary summary = new Capture.Summary(
                List.of(target),
                recordedBy,
                "Chromium 156.0.8078.79",
                START,
                START.plusMillis(millis + 4_000),
                runs,
                pages,
                blindSpots,
                17,
                persona);
        List<Exchange> recorded = List.copyOf(exchanges);
        return new Capture() {
            @Override
            public Summary summary() {
                return summary;
            }

            @Override
            public void forEach(Consumer<? super Exchange> reader) {
                recorded.forEach(reader);
            }
        };
    }

    ScanResult result() {
        List<Answer> answers = new ArrayList<>();
        for (DataElement element : DataElement.values()) {
            List<String> ids = disclosures.stream()
                    .filter(disclosure -> disclosure.detection().element() == element)
                    .map(Disclosure::id)
                    .toList();
            answers.add(answer(element, ids));
        }
        return new ScanResult(
                capture().summary(),
                exchanges.size() + firstParty,
                transmissions,
                disclosures,
                findings,
                answers,
                blindSpots,
                lookalikes,
                attestation(answers),
                Optional.empty());
    }

    /// By vendor what the answers say of all.
    private Attestation attestation(List<Answer> answers) {
        Map<DataElement, Answer> all = answers.stream().collect(Collectors.toMap(Answer::element, answer -> answer));
        List<Attestation.OfVendor> vendors = transmissions.stream()
                .map(transmission -> transmission.recipient().vendor())
                .distinct()
                .sorted()
                .map(vendor -> new Attestation.OfVendor(vendor, 1, 300, 0, 0, 0, all))
                .toList();
        return new Attestation(
                new Attestation.Seen(
                        exchanges.size() + firstParty,
                        transmissions.size(),
                        300L * vendors.size(),
                        0,
                        0,
                        pages.size(),
                        List.of(),
                        List.of(),
                        persona.isPresent(),
                        true,
                        Map.of(DataElement.PASSWORD, 1)),
                all,
                vendors);
    }

    private Answer answer(DataElement element, List<String> ids) {
        if (!ids.isEmpty()) {
            return new Answer(element, Answer.Verdict.SENT, "Found in what left for third parties.", ids);
        }
        boolean typed = persona.stream()
                .flatMap(someone -> someone.values().keySet().stream())
                .anyMatch(field -> field.element() == element);
        return typed
                ? new Answer(
                        element,
                        Answer.Verdict.NOT_SENT,
                        "It was typed in a journey, and looked for in every request in the clear, encoded and hashed.",
                        List.of())
                : new Answer(
                        element,
                        Answer.Verdict.CANNOT_TELL,
                        "No journey typed one, so its absence shows nothing.",
                        List.of());
    }
}
