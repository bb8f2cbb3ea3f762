package dev.earshot.disclosure;

import dev.earshot.element.DataElement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// For each vendor and each kind of patient data whether it was sent, with what stands behind the answer.
///
/// @param all the answers for all vendors together
/// @param vendors by name
public record Attestation(Seen seen, Map<DataElement, Answer> all, List<OfVendor> vendors) {
    /// What a notice of a tracker breach is expected to say was not sent, as Kaiser Permanente's of April 2024 did: user
    /// names, passwords, Social Security numbers, financial account and card numbers.
    public static final List<DataElement> ACCOUNT_DATA = List.of(
            DataElement.USER_NAME,
            DataElement.PASSWORD,
            DataElement.SSN,
            DataElement.FINANCIAL_ACCOUNT,
            DataElement.PAYMENT_CARD);

    public Attestation {
        all = Map.copyOf(all);
        vendors = List.copyOf(vendors);
    }

    /// What a capture covers.
    ///
    /// @param exchanges all there were, first-party ones included
    /// @param requests those that left for third parties
    /// @param bytesRead of the requests to third parties: addresses and bodies
    /// @param bytesOpaque those of them that could not be read
    /// @param partsOpaque how many parts of requests could not be read; one that was cut off may have no byte
    /// @param pages how many were seen
    /// @param pagesNotSeen addresses
    /// @param channelsBlind kinds of requests, and other things, that the capture could not see, as sentences
    /// @param persona whether it is known whose values were typed
    /// @param signedIn whether anything was seen while signed in
    /// @param given how many requests to the covered entity itself held the persona's value
    public record Seen(
            int exchanges,
            int requests,
            long bytesRead,
            long bytesOpaque,
            int partsOpaque,
            int pages,
            List<String> pagesNotSeen,
            List<String> channelsBlind,
            boolean persona,
            boolean signedIn,
            Map<DataElement, Integer> given) {
        public Seen {
            pagesNotSeen = List.copyOf(pagesNotSeen);
            channelsBlind = List.copyOf(channelsBlind);
            given = Map.copyOf(given);
        }
    }

    /// One vendor's part.
    ///
    /// @param requests those that left for it
    /// @param bytesRead their addresses and bodies
    /// @param bytesOpaque those of them that could not be read
    /// @param partsOpaque how many parts of them could not be read
    /// @param bodiesNotSeen bodies of which not all was seen
    /// @param answers one for each element, about this vendor alone
    public record OfVendor(
            String vendor,
            int requests,
            long bytesRead,
            long bytesOpaque,
            int partsOpaque,
            int bodiesNotSeen,
            Map<DataElement, Answer> answers) {
        public OfVendor {
            answers = Map.copyOf(answers);
        }
    }

    /// A statement that some kinds of patient data were not sent, or why it can't be made.
    ///
    /// @param text the statement, as sentences; empty where it is refused
    /// @param refusals one sentence for each element that the evidence does not carry
    public record Statement(String text, List<String> refusals) {
        public Statement {
            refusals = List.copyOf(refusals);
        }

        public boolean carried() {
            return refusals.isEmpty();
        }
    }

    /// States that none of `elements` was sent, to one vendor or to any, or refuses to: it takes an answer "not sent"
    /// for each of them.
    ///
    /// @param vendor as the report names it; empty for all
    /// @throws IllegalArgumentException where nothing was sent to a vendor of that name
    public Statement absenceOf(Collection<DataElement> elements, Optional<String> vendor) {
        Map<DataElement, Answer> answers =
                vendor.map(name -> of(name).answers()).orElse(all);
        List<String> refusals = new ArrayList<>();
        for (DataElement element : elements) {
            Answer answer = answers.get(element);
            if (answer == null) {
                refusals.add(capitalised(element.label()) + ": this report has no answer for it.");
            } else if (answer.verdict() != Answer.Verdict.NOT_SENT) {
                refusals.add(capitalised(element.label()) + ": "
                        + (answer.verdict() == Answer.Verdict.SENT ? "it was sent. " : "it cannot be told. ")
                        + answer.because());
            }
        }
        return refusals.isEmpty() ? new Statement(text(elements, vendor), List.of()) : new Statement("", refusals);
    }

    private OfVendor of(String name) {
        return vendors.stream()
                .filter(each -> each.vendor().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name));
    }

    private String text(Collection<DataElement> elements, Optional<String> vendor) {
        int requests = vendor.map(name -> of(name).requests()).orElse(seen.requests());
        long bytes = vendor.map(name -> of(name).bytesRead()).orElse(seen.bytesRead());
        String to = vendor.map(name -> of(name).vendor())
                .orElseGet(() -> vendors.size() + (vendors.size() == 1 ? " third party" : " third parties"));
        List<String> labels = elements.stream().map(DataElement::label).toList();
        List<String> given = elements.stream()
                .filter(seen.given()::containsKey)
                .map(element -> element.label() + " in " + counted(seen.given().getOrDefault(element, 0), "request"))
                .toList();
        return "The " + counted(requests, "request") + " to " + to + " that were seen on "
                + counted(seen.pages(), "page")
                + " did not include the " + series(labels, "or") + ". "
                + (given.isEmpty() ? "" : "The visit gave the site the " + series(given, "and") + ". ")
                + String.format(
                        Locale.ROOT,
                        "All %,d bytes of those requests were read, and every value was looked for plain, in the encodings"
                                + " and in the hashes that Earshot knows. ",
                        bytes)
                + "This holds for the pages, the person and the choices of this visit, and not for what the site's own"
                + " servers pass on.";
    }

    private static String series(List<String> words, String last) {
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " " + last + " " + words.getLast();
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /// The same with disclosures that only the comparison of several runs shows, and the answers that follow from it.
    ///
    /// @param answers one for each element, about all vendors
    public Attestation with(List<Answer> answers, Collection<Disclosure> proven) {
        Map<DataElement, Answer> together =
                answers.stream().collect(Collectors.toMap(Answer::element, answer -> answer));
        List<OfVendor> changed = new ArrayList<>();
        for (OfVendor before : vendors) {
            Map<DataElement, Answer> own = new TreeMap<>(before.answers());
            together.forEach((element, answer) -> {
                List<String> ids = proven.stream()
                        .filter(disclosure -> disclosure.detection().element() == element
                                && disclosure
                                        .transmission()
                                        .recipient()
                                        .vendor()
                                        .equals(before.vendor()))
                        .map(Disclosure::id)
                        .toList();
                Answer known = own.get(element);
                if (!ids.isEmpty()) {
                    own.put(
                            element,
                            new Answer(element, Answer.Verdict.SENT, "The comparison of runs proves it.", ids));
                } else if (answer.verdict() == Answer.Verdict.CANNOT_TELL
                        && known != null
                        && known.verdict() == Answer.Verdict.NOT_SENT
                        && all.containsKey(element)
                        && !answer.equals(all.get(element))) {
                    own.put(element, answer);
                }
            });
            changed.add(new OfVendor(
                    before.vendor(),
                    before.requests(),
                    before.bytesRead(),
                    before.bytesOpaque(),
                    before.partsOpaque(),
                    before.bodiesNotSeen(),
                    own));
        }
        return new Attestation(seen, together, changed);
    }
}
