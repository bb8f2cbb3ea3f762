package dev.earshot.report;

import dev.earshot.ScanResult;
import dev.earshot.detect.Basis;
import dev.earshot.disclosure.Disclosure;
import dev.earshot.disclosure.Transmission;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.Context;
import dev.earshot.exchange.Exchange;
import dev.earshot.health.ProtectedKind;
import dev.earshot.policy.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Who was told what: everything a scan shows, gathered by vendor. Nothing is merged: each entry keeps the disclosures
/// it
/// stands on.
///
/// @param vendors those told something, gravest first, then those that were only contacted
/// @param onward vendor to vendor, in order of names
record Account(List<ToVendor> vendors, List<Onward> onward) {
    static Account of(ScanResult result) {
        Map<String, List<Transmission>> transmissions = new TreeMap<>();
        for (Transmission transmission : result.transmissions()) {
            transmissions
                    .computeIfAbsent(transmission.recipient().vendor(), vendor -> new ArrayList<>())
                    .add(transmission);
        }
        Map<String, List<Disclosure>> disclosures = new HashMap<>();
        for (Disclosure disclosure : result.disclosures()) {
            Transmission transmission = disclosure.transmission();
            String vendor = transmission.recipient().vendor();
            transmissions.computeIfAbsent(vendor, name -> new ArrayList<>(List.of(transmission)));
            disclosures.computeIfAbsent(vendor, name -> new ArrayList<>()).add(disclosure);
        }
        Map<String, List<Finding>> findings = new HashMap<>();
        for (Finding finding : result.findings()) {
            findings.computeIfAbsent(finding.vendor(), name -> new ArrayList<>())
                    .add(finding);
        }
        List<ToVendor> vendors = new ArrayList<>();
        transmissions.forEach((vendor, sent) -> vendors.add(ToVendor.of(
                vendor, sent, disclosures.getOrDefault(vendor, List.of()), findings.getOrDefault(vendor, List.of()))));
        vendors.sort(ToVendor.GRAVEST_FIRST);
        return new Account(List.copyOf(vendors), Onward.of(result.transmissions()));
    }

    /// Everything that one vendor was told.
    ///
    /// @param elements in order of the enum; of requests that left, or may have
    /// @param attempted of requests that never left
    record ToVendor(
            String vendor,
            String purpose,
            boolean known,
            List<Transmission> transmissions,
            List<OfElement> elements,
            List<Disclosure> attempted,
            List<Finding> findings) {
        static final Comparator<ToVendor> GRAVEST_FIRST = Comparator.comparingInt(ToVendor::rank)
                .thenComparing(Comparator.comparingInt(ToVendor::told).reversed())
                .thenComparing(Comparator.comparingInt((ToVendor to) -> to.transmissions.size())
                        .reversed())
                .thenComparing(ToVendor::vendor);

        private static ToVendor of(
                String vendor, List<Transmission> transmissions, List<Disclosure> disclosures, List<Finding> findings) {
            Map<DataElement, List<Disclosure>> byElement = new TreeMap<>();
            List<Disclosure> attempted = new ArrayList<>();
            for (Disclosure disclosure : disclosures) {
                if (disclosure.transmission().delivery() == Exchange.Delivery.ATTEMPTED) {
                    attempted.add(disclosure);
                } else {
                    byElement
                            .computeIfAbsent(disclosure.detection().element(), element -> new ArrayList<>())
                            .add(disclosure);
                }
            }
            List<OfElement> elements = new ArrayList<>();
            byElement.forEach((element, list) -> elements.add(OfElement.of(element, list)));
            String purpose = transmissions.stream()
                    .map(transmission -> transmission.recipient().purpose())
                    .filter(word -> !word.equals("unknown"))
                    .findFirst()
                    .orElse("unknown");
            boolean known = transmissions.stream()
                    .anyMatch(transmission -> transmission.recipient().known());
            return new ToVendor(
                    vendor,
                    purpose,
                    known,
                    List.copyOf(transmissions),
                    List.copyOf(elements),
                    List.copyOf(attempted),
                    List.copyOf(findings));
        }

        /// Smaller is graver: by violation, then by the strongest basis, then by what kind of element stands on it.
        private int rank() {
            int violated = findings.stream().anyMatch(finding -> finding.level() == Finding.Level.VIOLATION) ? 0 : 100;
            return violated
                    + elements.stream()
                            .mapToInt(of -> 10 * weakness(of.basis()) + kind(of.element()))
                            .min()
                            .orElse(90);
        }

        private static int weakness(Basis basis) {
            return switch (basis) {
                case PROVEN -> 0;
                case PROVEN_DIFFERENTIAL -> 1;
                case DECODED -> 2;
                case INFERRED -> 3;
                case INHERENT -> 4;
            };
        }

        private static int kind(DataElement element) {
            return switch (element.kind()) {
                case SECRET -> 0;
                case IDENTIFIER -> 1;
                case CONTEXT -> 2;
            };
        }

        /// How many elements it was told, without what any request tells.
        private int told() {
            return (int)
                    elements.stream().filter(of -> of.basis() != Basis.INHERENT).count();
        }

        Optional<Basis> strongest() {
            return elements.stream().map(OfElement::basis).min(Comparator.naturalOrder());
        }

        /// The protected kinds of what it was told of health.
        Set<ProtectedKind> kinds() {
            return element(DataElement.HEALTH_CONTEXT).map(OfElement::kinds).orElse(Set.of());
        }

        Optional<OfElement> element(DataElement element) {
            return elements.stream().filter(of -> of.element() == element).findFirst();
        }

        /// What it does with what it gets, in words, as far as known.
        String purposes() {
            List<String> words = transmissions.stream()
                    .map(transmission -> transmission.recipient().purpose())
                    .filter(word -> !word.equals("unknown"))
                    .distinct()
                    .sorted()
                    .toList();
            return words.isEmpty() ? "purpose not known" : String.join(", ", words);
        }

        /// The names of what sent it, in order of first use.
        List<String> tags() {
            return List.copyOf(
                    new LinkedHashSet<>(transmissions.stream().map(Wording::tag).toList()));
        }

        List<String> hosts() {
            return transmissions.stream()
                    .map(transmission -> transmission.recipient().host())
                    .distinct()
                    .sorted()
                    .toList();
        }

        int withConsent(Context.Consent consent) {
            return (int) transmissions.stream()
                    .filter(transmission -> transmission.delivery() != Exchange.Delivery.ATTEMPTED)
                    .filter(transmission -> transmission.context().consent() == consent)
                    .count();
        }

        FanOut fanOut() {
            return FanOut.of(transmissions);
        }
    }

    /// One element told to one vendor.
    ///
    /// @param basis the strongest
    /// @param disclosures strongest first, then in order of time; never empty
    record OfElement(DataElement element, Basis basis, List<Disclosure> disclosures) {
        private static OfElement of(DataElement element, List<Disclosure> disclosures) {
            List<Disclosure> sorted = disclosures.stream()
                    .sorted(Comparator.comparing((Disclosure disclosure) ->
                                    disclosure.detection().basis())
                            .thenComparing(
                                    disclosure -> disclosure.transmission().at())
                            .thenComparing(Disclosure::id))
                    .toList();
            return new OfElement(element, sorted.getFirst().detection().basis(), sorted);
        }

        /// Those that show the most in few: each from another tag, page and basis while there are such, then the rest.
        List<Disclosure> examples(int most) {
            Set<List<Object>> shown = new LinkedHashSet<>();
            List<Disclosure> first = new ArrayList<>();
            List<Disclosure> rest = new ArrayList<>();
            for (Disclosure disclosure : disclosures) {
                Transmission transmission = disclosure.transmission();
                List<Object> kind = List.of(
                        disclosure.detection().basis(),
                        Wording.tag(transmission),
                        Address.of(transmission.context().pageUrl()).path());
                (shown.add(kind) ? first : rest).add(disclosure);
            }
            first.addAll(rest);
            return List.copyOf(first.subList(0, Math.min(most, first.size())));
        }

        /// The protected kinds of what was told of health, in order of the enum.
        Set<ProtectedKind> kinds() {
            Set<ProtectedKind> kinds = EnumSet.noneOf(ProtectedKind.class);
            disclosures.forEach(
                    disclosure -> disclosure.detection().health().ifPresent(health -> kinds.addAll(health.kinds())));
            return kinds;
        }

        /// How many rest on each basis, strongest first.
        Map<Basis, Integer> byBasis() {
            Map<Basis, Integer> counts = new TreeMap<>();
            disclosures.forEach(
                    disclosure -> counts.merge(disclosure.detection().basis(), 1, Integer::sum));
            return counts;
        }

        /// The addresses of the pages it was sent from, in order of time; without those not known.
        List<String> pages() {
            return disclosures.stream()
                    .sorted(Comparator.comparing(
                            disclosure -> disclosure.transmission().at()))
                    .map(disclosure -> disclosure.transmission().context().pageUrl())
                    .filter(url -> !url.isEmpty())
                    .distinct()
                    .toList();
        }
    }

    /// How many requests told how many events.
    ///
    /// @param most the greatest number of endpoints that were told one event
    record FanOut(int requests, int occasions, int most) {
        static FanOut of(List<Transmission> transmissions) {
            Map<String, Set<String>> endpoints = new LinkedHashMap<>();
            for (Transmission transmission : transmissions) {
                endpoints
                        .computeIfAbsent(transmission.occasion(), occasion -> new LinkedHashSet<>())
                        .add(transmission.recipient().host()
                                + Address.of(transmission.url()).path());
            }
            int most = endpoints.values().stream().mapToInt(Set::size).max().orElse(0);
            return new FanOut(transmissions.size(), endpoints.size(), most);
        }
    }

    /// One vendor that passed the visitor on to another.
    record Onward(String from, String to, int transmissions, List<String> hosts) {
        private static List<Onward> of(List<Transmission> transmissions) {
            Map<List<String>, List<Transmission>> pairs = new TreeMap<>(
                    Comparator.comparing((List<String> pair) -> pair.getFirst()).thenComparing(List::getLast));
            for (Transmission transmission : transmissions) {
                transmission
                        .sharedFrom()
                        .filter(from -> !from.equals(transmission.recipient().vendor()))
                        .ifPresent(from -> pairs.computeIfAbsent(
                                        List.of(from, transmission.recipient().vendor()), pair -> new ArrayList<>())
                                .add(transmission));
            }
            return pairs.entrySet().stream()
                    .map(pair -> new Onward(
                            pair.getKey().getFirst(),
                            pair.getKey().getLast(),
                            pair.getValue().size(),
                            pair.getValue().stream()
                                    .map(transmission ->
                                            transmission.recipient().host())
                                    .distinct()
                                    .sorted()
                                    .toList()))
                    .toList();
        }
    }
}
