package dev.earshot.investigate.history;

import dev.earshot.detect.Basis;
import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.Recipients.Recipient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A tag of a container as it is set, whether or not it ever ran.
///
/// @param id in the container
/// @param name as people call it; made of its type and number where the container has none
/// @param type in the container's own word, such as `gaawe`, `html`
/// @param pointer of the tag in its file (RFC 6901)
/// @param running false while it is paused or switched off
/// @param triggers what lets it fire, in words
/// @param exceptions what keeps it back, in words
/// @param alongside tags that run before or after it, or that it runs, in words
/// @param pages where it fires once the visitor agreed to what it needs
/// @param from not before this instant, where it has a schedule
/// @param to not from this instant on
/// @param recipients whom it tells what
/// @param unknown what of it can't be told, in sentences; whoever reads of the tag must read these
/// @param remarks what a reader should know besides, in sentences
public record SetTag(
        String id,
        String name,
        String type,
        String pointer,
        boolean running,
        List<String> triggers,
        List<String> exceptions,
        List<String> alongside,
        PageRule pages,
        Consent consent,
        Optional<Instant> from,
        Optional<Instant> to,
        List<Tells> recipients,
        List<String> unknown,
        List<String> remarks) {
    public SetTag {
        triggers = List.copyOf(triggers);
        exceptions = List.copyOf(exceptions);
        alongside = List.copyOf(alongside);
        recipients = List.copyOf(recipients);
        unknown = List.copyOf(unknown);
        remarks = List.copyOf(remarks);
    }

    /// What one recipient is told.
    public record Tells(Recipient recipient, List<Told> told) {
        public Tells {
            told = List.copyOf(told);
        }
    }

    /// One thing that is told.
    ///
    /// @param element empty where the container does not say what the value is
    /// @param by the field and the variable that fills it, or "with every call"
    /// @param text of the container's own that is sent as it stands; empty where a variable fills it
    /// @param where on which of the tag's pages
    public record Told(Optional<DataElement> element, Basis basis, String by, String text, PageRule where) {
        public static Told of(DataElement element, Basis basis, String by) {
            return new Told(Optional.of(element), basis, by, "", PageRule.EVERYWHERE);
        }

        /// Whatever stands there.
        public static Told whatever(String by) {
            return new Told(Optional.empty(), Basis.INFERRED, by, "", PageRule.EVERYWHERE);
        }

        /// A text that is sent as it stands.
        public static Told text(String text, String by) {
            return new Told(Optional.empty(), Basis.DECODED, by, text, PageRule.EVERYWHERE);
        }
    }

    /// What a visitor must have agreed to before it fires.
    ///
    /// @param kinds such as `ad_storage`; what the container calls them
    public record Consent(Setting setting, List<String> kinds) {
        public static final Consent NOT_SAID = new Consent(Setting.NOT_SAID, List.of());

        public Consent {
            kinds = List.copyOf(kinds);
        }
    }

    public enum Setting {
        /// It waits for it.
        NEEDED("needs the visitor's consent to"),
        /// Somebody set that it needs none.
        NOT_NEEDED("set to need no consent"),
        /// Nobody set anything.
        NOT_SET("no consent is asked for in the container"),
        /// The container has no such setting, or the file leaves it out.
        NOT_SAID("the container does not say which consent it needs");

        private final String words;

        Setting(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}
