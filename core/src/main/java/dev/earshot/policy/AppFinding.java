package dev.earshot.policy;

import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.element.DataElement;
import dev.earshot.health.HealthContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What policy says of one thing that an app holds, asks for or declares.
///
/// @param fingerprint 16 hexadecimal digits, equal in two releases of an app for the same rule, vendor, SDK and subject
/// @param rule the id of the policy rule
/// @param about what kind of thing it is
/// @param subject what tells it from others of the SDK or the app: a hand-over's element, a permission's name; empty
///     where it is about the SDK as such
/// @param vendor empty where none is concerned
/// @param sdk the id of the SDK, or of the tracker in a page that the app brings along; empty where none is concerned
/// @param rung how far the evidence of the SDK goes; empty where it is about none
/// @param element what is given or asked for; empty where it is none of the elements
/// @param sentence in plain words: what the app is set to do, and not that it did it, unless traffic shows it
/// @param evidence in order of file and place
/// @param health what texts in the app's code say of health, and by which words
public record AppFinding(
        String fingerprint,
        String rule,
        Finding.Level level,
        About about,
        String subject,
        String vendor,
        String sdk,
        Optional<Rung> rung,
        Optional<DataElement> element,
        String sentence,
        List<Evidence> evidence,
        Optional<Waiver> waiver,
        Optional<HealthContext> health) {
    public AppFinding {
        evidence = List.copyOf(evidence);
    }

    /// Whether it tells of health what statutes protect more than the rest.
    public boolean isOfProtectedKind() {
        return health.filter(context -> !context.kinds().isEmpty()).isPresent();
    }

    /// What a finding about an app can be about.
    public enum About {
        /// An SDK that the app carries.
        SDK("sdk"),
        /// A call in the app's own code that gives an SDK something about the person.
        HAND_OVER("hand-over"),
        /// A tracker in a web page that the app brings along.
        BUNDLED_PAGE("bundled-page"),
        /// Something that the app asks the system for.
        PERMISSION("permission"),
        /// Where what the app declares and what it holds do not agree.
        MISMATCH("mismatch"),
        /// An exception to the system's transport security.
        TRANSPORT_EXCEPTION("transport-exception");

        private final String id;

        About(String id) {
            this.id = id;
        }

        /// The name used in policy files and reports, in kebab case.
        public String id() {
            return id;
        }

        public static Optional<About> byId(String id) {
            return Arrays.stream(values()).filter(about -> about.id.equals(id)).findFirst();
        }
    }

    /// One thing that a finding rests on.
    ///
    /// @param what it is, in words of the file: a class, a call with the texts that it passes, a key
    public record Evidence(String what, Spot at) {}
}
