package dev.earshot.policy;

import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Rung;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import dev.earshot.health.ProtectedKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How findings about apps are worded: what the files show is what an app is set to do, not what it did.
final class AppWords {
    private AppWords() {}

    /// `Adjust SDK is set to tell Adjust GmbH the device and browser and an advertising or click identifier.`
    static String carried(HeldSdk sdk) {
        String of = sdk.name() + (sdk.name().contains(sdk.vendor()) ? "" : " of " + sdk.vendor());
        String told =
                series(sdk.collects().stream().sorted().map(AppWords::phrase).toList());
        return switch (sdk.rung()) {
            case REFERENCED -> of + " is mentioned in the app; its code was not found there.";
            case DEFINED -> of + " is in the app; no call of it was found.";
            case CALLED -> of + " is called by the app, or started with it.";
            case CONFIGURED ->
                told.isEmpty()
                        ? of + " is set to send."
                        : sdk.name() + " is set to tell " + sdk.vendor() + " " + told + ".";
            case SEEN_SENDING -> of + " was seen sending.";
            case DECODED -> of + " was seen sending patient data.";
        };
    }

    /// What a reader has to know before relying on it.
    static String restriction(HeldSdk sdk) {
        String setting = sdk.rung().atLeast(Rung.SEEN_SENDING)
                ? ""
                : switch (sdk.setting()) {
                    case ON -> "";
                    case OFF -> " A switch in the app turns its collection off, as long as no server turns it on.";
                    case OFF_UNTIL_CALLED ->
                        " A switch turns its collection off, and the app’s code holds a call that can turn it on.";
                    case NOT_SHOWN ->
                        sdk.rung().atLeast(Rung.DEFINED)
                                ? " The key or the call that it needs to send was not found in the files."
                                : "";
                };
        return setting + (sdk.renamed() ? " It is recognised by what survives renaming." : "");
    }

    /// @param byText whether a text in the call tells the element, and not what the call is for
    static String handedOver(
            HeldSdk sdk, DataElement element, Optional<HealthContext> health, boolean byText, int calls) {
        String what = health.map(context -> "a text that names " + context.named() + protectedKinds(context))
                .orElseGet(() -> byText ? "a text about an " + element.label() : phrase(element));
        return "The app’s own code holds " + (calls == 1 ? "a call that hands " : calls + " calls that hand ") + what
                + " to " + ended(sdk.name() + " of " + sdk.vendor());
    }

    private static String protectedKinds(HealthContext health) {
        return health.kinds().isEmpty()
                ? ""
                : ", specially protected ("
                        + health.kinds().stream().map(ProtectedKind::label).collect(Collectors.joining(", "))
                        + "),";
    }

    static String bundled(String product, String vendor) {
        return "A web page that the app brings along holds "
                + ended(product + (vendor.isEmpty() ? "" : " of " + vendor))
                + " What it sends is seen when the page is scanned.";
    }

    /// `MixpanelAPI.track("hiv_test_booked", …)`; what no text is passed for is left open.
    static String call(HandOver handOver) {
        String[] parts = handOver.call().split("\\.");
        String name = parts.length < 2 ? handOver.call() : parts[parts.length - 2] + "." + parts[parts.length - 1];
        return name
                + handOver.literals().stream()
                        .map(literal -> literal.isEmpty() ? "…" : "\"" + literal + "\"")
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /// An element as something that an app gives away.
    static String phrase(DataElement element) {
        return switch (element) {
            case PAGE_USE -> "what is done in the app";
            case PAGE_VISITED -> "which screen is shown";
            case SIGNED_IN_STATE -> "whether the person is signed in";
            case REFERRER -> "where the person came from";
            case CLIENT_ID -> "an identifier of the installation";
            case ADVERTISING_ID -> "the advertising identifier";
            case OTHER_IDENTIFIER -> "an identifier of the person";
            case DEVICE -> "the device";
            case IP_ADDRESS,
                    NAME,
                    EMAIL,
                    PHONE,
                    POSTAL_ADDRESS,
                    DATE_OF_BIRTH,
                    MEDICAL_RECORD_NUMBER,
                    MEMBER_ID,
                    SEARCH_TERMS,
                    HEALTH_CONTEXT,
                    APPOINTMENT,
                    LOCATION,
                    USER_NAME,
                    PASSWORD,
                    SSN,
                    FINANCIAL_ACCOUNT,
                    PAYMENT_CARD -> element.phrase();
        };
    }

    /// With a full stop, also after a name that ends with one.
    static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    private static String series(List<String> parts) {
        int size = parts.size();
        return size < 2
                ? String.join("", parts)
                : String.join(", ", parts.subList(0, size - 1)) + " and " + parts.get(size - 1);
    }
}
