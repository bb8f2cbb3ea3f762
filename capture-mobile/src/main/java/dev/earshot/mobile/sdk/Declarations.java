package dev.earshot.mobile.sdk;

import dev.earshot.app.Declaration;
import dev.earshot.app.Spot;
import dev.earshot.element.DataElement;
import dev.earshot.mobile.android.DataSafetyForm;
import dev.earshot.mobile.reading.Sign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an app declares about itself, and the system interfaces for tracking that it uses.
final class Declarations {
    private static final int MOST = 5_000;

    private final Set<Declaration> all = new LinkedHashSet<>();
    private final Map<String, Spot> used = new HashMap<>();

    /// Classes, libraries and keys with which an iOS app asks whether it may track, or reads the advertising id.
    private static final Set<String> TRACKING_INTERFACES = Set.of(
            "ATTrackingManager",
            "AppTrackingTransparency",
            "ASIdentifierManager",
            "AdSupport",
            "NSUserTrackingUsageDescription");

    /// Kinds of data as the stores' forms name them, in lower case without signs, by the elements that they cover. The
    /// first is the one that is told.
    ///
    /// Source: Apple, "Describing data use in privacy manifests" (developer.apple.com); Google Play Console Help,
    /// "Provide information for Google Play's Data safety section" (support.google.com/googleplay/android-developer).
    private static final Map<String, List<DataElement>> FORMS = forms();

    private static Map<String, List<DataElement>> forms() {
        Map<String, List<DataElement>> forms = new HashMap<>();
        put(forms, List.of(DataElement.NAME), "name");
        put(forms, List.of(DataElement.EMAIL), "emailaddress", "email");
        put(forms, List.of(DataElement.PHONE), "phonenumber");
        put(forms, List.of(DataElement.POSTAL_ADDRESS), "physicaladdress", "address");
        put(
                forms,
                List.of(
                        DataElement.OTHER_IDENTIFIER,
                        DataElement.USER_NAME,
                        DataElement.MEMBER_ID,
                        DataElement.MEDICAL_RECORD_NUMBER),
                "userid",
                "userids",
                "personalidentifiers");
        put(
                forms,
                List.of(DataElement.CLIENT_ID, DataElement.ADVERTISING_ID),
                "deviceid",
                "deviceids",
                "deviceorotherids");
        put(forms, List.of(DataElement.HEALTH_CONTEXT, DataElement.APPOINTMENT), "health", "healthinfo");
        put(forms, List.of(DataElement.HEALTH_CONTEXT), "fitness", "fitnessinfo");
        put(
                forms,
                List.of(DataElement.LOCATION),
                "preciselocation",
                "coarselocation",
                "approximatelocation",
                "location");
        put(forms, List.of(DataElement.SEARCH_TERMS), "searchhistory", "inappsearchhistory");
        put(
                forms,
                List.of(DataElement.PAGE_USE, DataElement.PAGE_VISITED),
                "productinteraction",
                "appinteractions",
                "appactivity",
                "pageviewsandtapsinapp",
                "otheractions",
                "otherappactivity",
                "advertisingdata",
                "otherusagedata");
        put(forms, List.of(DataElement.PAGE_VISITED), "browsinghistory", "webbrowsinghistory");
        put(forms, List.of(DataElement.PAYMENT_CARD), "paymentinfo", "userpaymentinfo", "paymentinformation");
        put(
                forms,
                List.of(DataElement.DEVICE),
                "crashdata",
                "crashlogs",
                "performancedata",
                "diagnostics",
                "otherdiagnosticdata",
                "otherappperformancedata");
        return Map.copyOf(forms);
    }

    private static void put(Map<String, List<DataElement>> forms, List<DataElement> elements, String... names) {
        for (String name : names) {
            forms.put(name, elements);
        }
    }

    /// The elements that a kind of data covers; none where it is not known.
    static List<DataElement> covers(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (plain.startsWith("nsprivacycollecteddatatype")) {
            plain = plain.substring("nsprivacycollecteddatatype".length());
        }
        if (plain.startsWith("psl")) {
            plain = plain.substring("psl".length());
        }
        List<DataElement> elements = FORMS.getOrDefault(plain, List.of());
        return elements.isEmpty() ? DataSafetyForm.elementOf(name).stream().toList() : elements;
    }

    /// Whether a store's form has a word for an element.
    static boolean isInForms(DataElement element) {
        return FORMS.values().stream().anyMatch(elements -> elements.contains(element));
    }

    void add(Sign sign, String file, String name, String value, long offset) {
        Declaration.@Nullable Kind kind = kind(sign);
        if (kind == null || all.size() >= MOST) {
            return;
        }
        boolean owned = kind != Declaration.Kind.SKADNETWORK && kind != Declaration.Kind.TRANSPORT_EXCEPTION;
        String[] parts = owned ? value.split("\t", 2) : new String[] {"", value};
        all.add(new Declaration(
                parts[0],
                kind,
                name,
                covers(name).stream().findFirst(),
                parts.length > 1 ? parts[1] : "",
                new Spot(file, name, offset)));
    }

    private static Declaration.@Nullable Kind kind(Sign sign) {
        if (sign == Sign.DECLARED_COLLECTED) {
            return Declaration.Kind.COLLECTED;
        }
        if (sign == Sign.DECLARED_SHARED) {
            return Declaration.Kind.SHARED;
        }
        if (sign == Sign.DECLARED_TRACKING) {
            return Declaration.Kind.TRACKING;
        }
        if (sign == Sign.DECLARED_TRACKING_DOMAIN) {
            return Declaration.Kind.TRACKING_DOMAIN;
        }
        if (sign == Sign.DECLARED_REASON) {
            return Declaration.Kind.REQUIRED_REASON;
        }
        if (sign == Sign.SKADNETWORK) {
            return Declaration.Kind.SKADNETWORK;
        }
        return sign == Sign.TRANSPORT_EXCEPTION ? Declaration.Kind.TRANSPORT_EXCEPTION : null;
    }

    /// Takes a name that may be one of a system interface for tracking.
    void used(String name, String file, long offset) {
        if (TRACKING_INTERFACES.contains(name)) {
            used.putIfAbsent(name, new Spot(file, name, offset));
        }
    }

    /// Where the first of these interfaces is used.
    Optional<Spot> use(String... names) {
        for (String name : names) {
            Spot spot = used.get(name);
            if (spot != null) {
                return Optional.of(spot);
            }
        }
        return Optional.empty();
    }

    List<Declaration> list() {
        return new ArrayList<>(all);
    }
}
