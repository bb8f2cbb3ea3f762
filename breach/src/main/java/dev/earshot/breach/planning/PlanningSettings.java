package dev.earshot.breach.planning;

import dev.earshot.breach.notice.Channel;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a plan of notices is to be like.
///
/// @param statuses whom to tell: `exposed`, `cannot-tell` or both
/// @param asOf the day on which ages are counted, and after which no birth or death is believed
/// @param zone in which the days of an exposure are counted
/// @param from first day of the breach: that of the exposure of individuals of whom none is known
/// @param to its last day
/// @param channels in the order in which they are tried, after the one that the individual prefers
/// @param electronic when e-mail and portal messages may be used
/// @param guardiansElectronically whether a guardian may be told by the address on the minor's record, which may be the
///     minor's own
/// @param languages those in which there are templates, BCP 47, such as `en`, `zh-Hans`
/// @param language the one for whoever states none, or none of these; one of them
/// @param majority age of majority by jurisdiction id where it is not [#ADULT]
/// @param estate what the family of a deceased person is written to as, where nobody of it is named
/// @param households whether one letter tells a guardian of several minors
/// @param mostInLetter the greatest number of individuals that one letter tells of
/// @param suppressed a file of member ids, one a line, each with a reason after a comma if there is one: those who are
///     not told, such as by order of a court
public record PlanningSettings(
        Set<String> statuses,
        LocalDate asOf,
        ZoneId zone,
        LocalDate from,
        LocalDate to,
        List<Channel> channels,
        Electronic electronic,
        boolean guardiansElectronically,
        List<String> languages,
        String language,
        SortedMap<String, Integer> majority,
        Estate estate,
        boolean households,
        int mostInLetter,
        Optional<Path> suppressed) {
    public static final String EXPOSED = "exposed";
    public static final String CANNOT_TELL = "cannot-tell";

    /// The age of majority in most states. Some have 19 or 21 (several secondary sources, read 2026-11-22, agree on
    /// Alabama and Nebraska, 19, and Mississippi, 21); who may decide on a minor's health care, which is what
    /// 45 CFR § 164.502(g)(3) asks, may be another matter. Counsel says.
    public static final int ADULT = 18;

    public PlanningSettings {
        statuses = Set.copyOf(statuses);
        channels = List.copyOf(channels);
        languages = List.copyOf(languages);
        majority = new TreeMap<>(majority);
        if (statuses.isEmpty() || !Set.of(EXPOSED, CANNOT_TELL).containsAll(statuses)) {
            throw new IllegalArgumentException("Notices go to those who are exposed, cannot-tell, or both");
        }
        if (channels.isEmpty() || channels.stream().distinct().count() < channels.size()) {
            throw new IllegalArgumentException("Channels are named once each, and at least one");
        }
        if (!languages.contains(language)) {
            throw new IllegalArgumentException(language + " is none of the languages: " + languages);
        }
        if (languages.stream().anyMatch(tag -> !tag.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"))) {
            throw new IllegalArgumentException("Not all of these are BCP 47: " + languages);
        }
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("The breach ended before it began");
        }
        if (mostInLetter < 1) {
            throw new IllegalArgumentException("A letter tells of one individual at least");
        }
    }

    /// What HIPAA asks for: letters, and messages only to whoever agreed to them; families of minors in one letter.
    public static PlanningSettings usual(LocalDate asOf, ZoneId zone, LocalDate from, LocalDate to) {
        return new PlanningSettings(
                Set.of(EXPOSED, CANNOT_TELL),
                asOf,
                zone,
                from,
                to,
                List.of(Channel.EMAIL, Channel.PORTAL, Channel.PRINT),
                Electronic.AGREED,
                false,
                List.of("en"),
                "en",
                new TreeMap<>(),
                Estate.FAMILY,
                true,
                12,
                Optional.empty());
    }

    /// The same with nobody suppressed.
    PlanningSettings tellingAll() {
        return new PlanningSettings(
                statuses,
                asOf,
                zone,
                from,
                to,
                channels,
                electronic,
                guardiansElectronically,
                languages,
                language,
                majority,
                estate,
                households,
                mostInLetter,
                Optional.empty());
    }

    /// When e-mail and portal messages may be used.
    ///
    /// Source: 45 CFR § 164.404(d)(1)(i): "if the individual agrees to electronic notice and such agreement has not been
    /// withdrawn, by electronic mail".
    public enum Electronic {
        /// To whoever has the channel as the preferred one in the directory, which stands for having agreed to it.
        AGREED("agreed"),
        /// To everybody who has an address for it: for those whom HIPAA does not bind.
        ALWAYS("always"),
        NEVER("never");

        private final String id;

        Electronic(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /// Who is written to at a deceased person's address.
    public enum Estate {
        /// `The Family of NAME`, as next of kin.
        FAMILY("family"),
        /// `The Estate of NAME`, as personal representative.
        ESTATE("estate");

        private final String id;

        Estate(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
