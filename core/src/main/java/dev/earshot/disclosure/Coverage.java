package dev.earshot.disclosure;

import dev.earshot.detect.Basis;
import dev.earshot.detect.Detection;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import dev.earshot.exchange.Body;
import dev.earshot.exchange.Capture;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.exchange.Page;
import dev.earshot.persona.PersonaField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What stands behind a statement of absence: what the visit gave to the site, what was looked through, and what could
/// not be.
final class Coverage {
    private final Capture.Summary capture;
    /// How many requests to the covered entity itself held a persona's value of an element.
    private final Map<DataElement, Integer> given = new EnumMap<>(DataElement.class);
    /// Elements in requests of which nobody knows whether they left.
    private final Set<DataElement> perhapsSent = EnumSet.noneOf(DataElement.class);

    private final Set<String> unread = new TreeSet<>();
    private final Map<String, Sent> vendors = new TreeMap<>();
    private int transmissions;
    private boolean signedInSeen;

    /// What left for one vendor.
    private static final class Sent {
        private int requests;
        private long bytes;
        private long opaque;
        private int partsNotRead;
        private int bodiesNotSeen;
        private final Set<DataElement> perhaps = EnumSet.noneOf(DataElement.class);
    }

    Coverage(Capture.Summary capture) {
        this.capture = capture;
    }

    void gaveToTheSite(Exchange exchange, List<Detection> detections) {
        signedInSeen |= exchange.context().signedIn() == Context.SignedIn.YES;
        detections.stream()
                .filter(detection -> detection.basis() == Basis.PROVEN)
                .map(Detection::element)
                .distinct()
                .forEach(element -> given.merge(element, 1, Integer::sum));
    }

    void sawTransmission(Transmission transmission, Body.State body, List<Detection> detections) {
        if (transmission.delivery() != Exchange.Delivery.ATTEMPTED) {
            Sent sent = vendors.computeIfAbsent(transmission.recipient().vendor(), vendor -> new Sent());
            sent.requests++;
            sent.bytes += transmission.url().length() + transmission.bodyBytes();
            transmission.undecoded().forEach(part -> sent.opaque += part.bytes());
            sent.partsNotRead += transmission.undecoded().size();
            sent.bodiesNotSeen += body == Body.State.SHORT || body == Body.State.UNSEEN ? 1 : 0;
            if (transmission.delivery() == Exchange.Delivery.UNKNOWN) {
                detections.forEach(detection -> sent.perhaps.add(detection.element()));
            }
        }
        signedInSeen |= transmission.context().signedIn() == Context.SignedIn.YES;
        switch (transmission.delivery()) {
            case SENT -> transmissions++;
            case UNKNOWN -> detections.forEach(detection -> perhapsSent.add(detection.element()));
            case ATTEMPTED -> {
                return;
            }
        }
        if (!transmission.undecoded().isEmpty() || body == Body.State.SHORT || body == Body.State.UNSEEN) {
            unread.add(transmission.recipient().host());
        }
    }

    /// @param exchanges all there were; without any, nothing can be told
    List<Answer> answers(int exchanges, List<Disclosure> disclosures, List<BlindSpot> blindSpots) {
        Map<DataElement, List<Disclosure>> told = disclosures.stream()
                .collect(Collectors.groupingBy(
                        disclosure -> disclosure.detection().element(),
                        () -> new EnumMap<>(DataElement.class),
                        Collectors.toList()));
        List<Answer> answers = new ArrayList<>();
        for (DataElement element : DataElement.values()) {
            List<Disclosure> proof = told.getOrDefault(element, List.of());
            answers.add(
                    !proof.isEmpty()
                            ? sent(element, proof)
                            : exchanges == 0 ? notWatched(element) : absent(element, blindSpots));
        }
        return answers;
    }

    /// The answers for each vendor by itself, with what stands behind them.
    Attestation attestation(int exchanges, List<Answer> all, List<Disclosure> disclosures, List<BlindSpot> blindSpots) {
        Map<String, List<Disclosure>> told = disclosures.stream()
                .collect(Collectors.groupingBy(
                        disclosure -> disclosure.transmission().recipient().vendor()));
        List<String> gaps = blindSpots.stream()
                .filter(spot -> spot.incomplete() && !isOfOneBody(spot))
                .map(BlindSpot::what)
                .distinct()
                .toList();
        List<Attestation.OfVendor> answers = new ArrayList<>();
        vendors.forEach((vendor, sent) -> {
            Map<DataElement, List<Disclosure>> proof = told.getOrDefault(vendor, List.of()).stream()
                    .collect(Collectors.groupingBy(
                            disclosure -> disclosure.detection().element()));
            Map<DataElement, Answer> own = new EnumMap<>(DataElement.class);
            for (DataElement element : DataElement.values()) {
                List<Disclosure> of = proof.getOrDefault(element, List.of());
                own.put(element, of.isEmpty() ? absent(element, sent, gaps.size()) : sent(element, of));
            }
            answers.add(new Attestation.OfVendor(
                    vendor, sent.requests, sent.bytes, sent.opaque, sent.partsNotRead, sent.bodiesNotSeen, own));
        });
        return new Attestation(
                new Attestation.Seen(
                        exchanges,
                        vendors.values().stream()
                                .mapToInt(sent -> sent.requests)
                                .sum(),
                        vendors.values().stream().mapToLong(sent -> sent.bytes).sum(),
                        vendors.values().stream().mapToLong(sent -> sent.opaque).sum(),
                        vendors.values().stream()
                                .mapToInt(sent -> sent.partsNotRead)
                                .sum(),
                        (int) capture.pages().stream()
                                .filter(page -> page.outcome() != Page.Outcome.FAILED)
                                .count(),
                        capture.pages().stream()
                                .filter(page -> page.outcome() == Page.Outcome.FAILED)
                                .map(Page::url)
                                .toList(),
                        gaps,
                        capture.persona().isPresent(),
                        signedInSeen,
                        given),
                all.stream().collect(Collectors.toMap(Answer::element, answer -> answer)),
                answers);
    }

    /// Whether it concerns one exchange, and so one vendor.
    private static boolean isOfOneBody(BlindSpot spot) {
        return spot.kind() == BlindSpot.Kind.BODY_NOT_WHOLE || spot.kind() == BlindSpot.Kind.BODY_NOT_DECODED;
    }

    private Answer absent(DataElement element, Sent to, int gaps) {
        List<String> doubts = new ArrayList<>();
        if (to.perhaps.contains(element)) {
            doubts.add("it is in requests to it of which the recording does not say whether they left");
        }
        if (gaps > 0) {
            doubts.add("the capture is incomplete in " + counted(gaps, "place", "places"));
        }
        if (to.partsNotRead > 0) {
            doubts.add(counted(to.partsNotRead, "part", "parts") + " of what it was sent could not be read ("
                    + counted(to.opaque, "byte", "bytes") + ")");
        }
        if (to.bodiesNotSeen > 0) {
            doubts.add(counted(to.bodiesNotSeen, "body", "bodies") + " sent to it were not seen whole");
        }
        doubts.addAll(notGiven(element));
        return doubts.isEmpty()
                ? new Answer(
                        element,
                        Answer.Verdict.NOT_SENT,
                        "It is in none of its " + counted(to.requests, "request", "requests")
                                + ", all of which were read.",
                        List.of())
                : new Answer(
                        element,
                        Answer.Verdict.CANNOT_TELL,
                        "It was not found, but " + String.join("; ", doubts) + ".",
                        List.of());
    }

    /// Why the visit could not have shown the element, whoever received it.
    private List<String> notGiven(DataElement element) {
        List<String> doubts = new ArrayList<>();
        boolean seeded = seeded(element);
        if (seeded && capture.persona().isEmpty()) {
            doubts.add("the recording names no persona whose values could be looked for");
        } else if (seeded && !given.containsKey(element)) {
            doubts.add("the visit never gave the site one");
        }
        if (element == DataElement.SIGNED_IN_STATE && !signedInSeen) {
            doubts.add("the visit never signed in");
        }
        return doubts;
    }

    private static Answer sent(DataElement element, List<Disclosure> proof) {
        long vendors = proof.stream()
                .map(disclosure -> disclosure.transmission().recipient().vendor())
                .distinct()
                .count();
        Basis strongest = proof.stream()
                .map(disclosure -> disclosure.detection().basis())
                .min(java.util.Comparator.naturalOrder())
                .orElseThrow();
        String how = switch (strongest) {
            case PROVEN -> "proven by a value of the persona";
            case PROVEN_DIFFERENTIAL -> "proven by the comparison of runs";
            case DECODED -> "by the vendor's own documented parameter";
            case INFERRED -> "inferred from a name or a shape, so to be checked by a person";
            case INHERENT -> "as any request carries it";
        };
        return new Answer(
                element,
                Answer.Verdict.SENT,
                "Told to " + counted(vendors, "vendor", "vendors") + " in "
                        + counted(
                                proof.stream()
                                        .map(disclosure ->
                                                disclosure.transmission().exchangeId())
                                        .distinct()
                                        .count(),
                                "request",
                                "requests")
                        + ", " + how + ".",
                proof.stream().map(Disclosure::id).toList());
    }

    private static Answer notWatched(DataElement element) {
        return new Answer(
                element, Answer.Verdict.CANNOT_TELL, "Nobody watched: not one exchange was recorded.", List.of());
    }

    private Answer absent(DataElement element, List<BlindSpot> blindSpots) {
        List<String> doubts = new ArrayList<>();
        if (perhapsSent.contains(element)) {
            doubts.add("it is in requests of which the recording does not say whether they left");
        }
        long gaps = blindSpots.stream().filter(BlindSpot::incomplete).count();
        if (gaps > 0) {
            doubts.add("the capture is incomplete in " + counted(gaps, "place", "places"));
        }
        if (!unread.isEmpty()) {
            doubts.add("bodies sent to " + String.join(", ", unread) + " could not be read");
        }
        doubts.addAll(notGiven(element));
        if (!doubts.isEmpty()) {
            return new Answer(
                    element,
                    Answer.Verdict.CANNOT_TELL,
                    "It was not found, but " + String.join("; ", doubts) + ".",
                    List.of());
        }
        String searched = seeded(element)
                ? "The visit gave it to the site in "
                        + counted(given.getOrDefault(element, 0), "request", "requests")
                        + ", and it is in none of the "
                : "Nothing that means it is in any of the ";
        return new Answer(
                element,
                Answer.Verdict.NOT_SENT,
                searched + counted(transmissions, "request", "requests")
                        + " to third parties, in any of the encodings and hashes searched.",
                List.of());
    }

    /// Whether the element is one that a persona has a value for, so that its absence can be shown.
    private static boolean seeded(DataElement element) {
        for (PersonaField field : PersonaField.values()) {
            if (field.element() == element) {
                return true;
            }
        }
        return false;
    }

    private static String counted(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
