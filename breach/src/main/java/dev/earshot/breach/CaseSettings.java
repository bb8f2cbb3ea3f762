package dev.earshot.breach;

import dev.earshot.EarshotException;
import dev.earshot.breach.mail.MailSettings;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.planning.PlanningSettings;
import dev.earshot.breach.portal.PortalSettings;
import dev.earshot.breach.print.PrintSettings;
import dev.earshot.yaml.Problems;
import dev.earshot.yaml.YamlMapping;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The sections of `case.yaml` that say how notices travel, read with every mistake told at once.
public final class CaseSettings {
    private final CaseFile file;
    private final Path folder;

    public CaseSettings(CaseFile file) {
        this.file = file;
        this.folder = file.file().toAbsolutePath().resolveSibling("");
    }

    /// Section `notices`.
    ///
    /// @param asOf the day on which ages are counted
    public PlanningSettings planning(LocalDate asOf) {
        YamlMapping notices = file.notices()
                .only(Set.of(
                        "tell",
                        "channels",
                        "electronic",
                        "guardians-electronically",
                        "languages",
                        "language",
                        "majority",
                        "estate",
                        "households",
                        "most-in-letter",
                        "suppressed",
                        "accept-drafts"));
        PlanningSettings usual = PlanningSettings.usual(
                asOf,
                file.incident().zone(),
                file.incident().from(),
                file.incident().to());
        List<String> languages = notices.names().contains("languages") ? notices.texts("languages") : usual.languages();
        SortedMap<String, Integer> majority = new TreeMap<>();
        YamlMapping ages = notices.mapping("majority");
        ages.names().forEach(region -> majority.put(region, number(ages, region, PlanningSettings.ADULT)));
        return built(
                notices,
                usual,
                () -> new PlanningSettings(
                        notices.names().contains("tell") ? new TreeSet<>(notices.texts("tell")) : usual.statuses(),
                        asOf,
                        usual.zone(),
                        usual.from(),
                        usual.to(),
                        channels(notices).orElse(usual.channels()),
                        word(
                                notices,
                                "electronic",
                                PlanningSettings.Electronic.values(),
                                PlanningSettings.Electronic::id,
                                usual.electronic()),
                        notices.yes("guardians-electronically"),
                        languages,
                        notices.text("language").orElse(languages.isEmpty() ? usual.language() : languages.getFirst()),
                        majority,
                        word(
                                notices,
                                "estate",
                                PlanningSettings.Estate.values(),
                                PlanningSettings.Estate::id,
                                usual.estate()),
                        notices.choice("households", Set.of("true", "false"), "true")
                                .equals("true"),
                        number(notices, "most-in-letter", usual.mostInLetter()),
                        notices.text("suppressed").map(folder::resolve)));
    }

    /// Languages whose templates are drafts that counsel has accepted.
    public Set<String> acceptedDrafts() {
        return new TreeSet<>(file.notices().texts("accept-drafts"));
    }

    /// Section `mail`; empty where there is none.
    public Optional<MailSettings> mail() {
        YamlMapping mail = file.mail();
        if (mail.names().isEmpty()) {
            return Optional.empty();
        }
        mail.only(Set.of(
                "host",
                "port",
                "tls",
                "trust",
                "user",
                "password-variable",
                "helo",
                "name",
                "from",
                "reply-to",
                "bounces",
                "message-ids",
                "connections",
                "per-second",
                "per-connection",
                "per-domain",
                "domains",
                "dkim",
                "in-doubt",
                "quiet",
                "delivered-messages",
                "mail-log"));
        String from = mail.required("from");
        String domain = from.substring(from.indexOf('@') + 1);
        try {
            Map<String, Integer> domains = new HashMap<>();
            YamlMapping given = mail.mapping("domains");
            given.names().forEach(each -> domains.put(each, number(given, each, 20)));
            MailSettings.Tls tls =
                    word(mail, "tls", MailSettings.Tls.values(), MailSettings.Tls::id, MailSettings.Tls.STARTTLS);
            MailSettings usual = MailSettings.of(
                    new MailSettings.Server(
                            mail.required("host"), number(mail, "port", tls == MailSettings.Tls.TLS ? 465 : 587), tls),
                    new MailSettings.Sender(
                            mail.text("name").orElse(file.incident().entity().name()),
                            from,
                            mail.text("reply-to"),
                            mail.text("bounces").orElse("bounces@" + domain),
                            mail.text("message-ids").orElse(domain)));
            MailSettings.Limits limits = usual.limits();
            return Optional.of(new MailSettings(
                    new MailSettings.Server(
                            usual.server().host(),
                            usual.server().port(),
                            tls,
                            mail.text("trust").map(folder::resolve),
                            mail.text("user")
                                    .map(user -> MailSettings.Login.fromEnvironment(
                                            user, mail.text("password-variable").orElse("EARSHOT_MAIL_PASSWORD"))),
                            mail.text("helo").orElse(usual.server().helo())),
                    usual.sender(),
                    new MailSettings.Limits(
                            number(mail, "connections", limits.connections()),
                            number(mail, "per-second", (int) limits.perSecond()),
                            number(mail, "per-connection", limits.perConnection()),
                            number(mail, "per-domain", limits.anyDomain()),
                            domains),
                    usual.patience(),
                    mail.names().contains("dkim") ? Optional.of(dkim(mail.mapping("dkim"))) : Optional.empty(),
                    new MailSettings.Doubt(
                            word(
                                    mail,
                                    "in-doubt",
                                    MailSettings.Doubt.Rule.values(),
                                    MailSettings.Doubt.Rule::id,
                                    usual.doubt().rule()),
                            Duration.ofSeconds(number(
                                    mail, "quiet", (int) usual.doubt().quiet().toSeconds())))));
        } catch (EarshotException refused) {
            mail.problem("host", String.valueOf(refused.getMessage()) + ".");
            return Optional.empty();
        }
    }

    /// Where messages that a server took over can be looked up by Message-ID: `delivered-messages`, a folder.
    public Optional<Path> deliveredMessages() {
        return file.mail().text("delivered-messages").map(folder::resolve);
    }

    /// The same from the log of a mail server: `mail-log`.
    public Optional<Path> mailLog() {
        return file.mail().text("mail-log").map(folder::resolve);
    }

    private MailSettings.Signature dkim(YamlMapping dkim) {
        dkim.only(Set.of("domain", "selector", "key"));
        return new MailSettings.Signature(
                dkim.required("domain"), dkim.required("selector"), folder.resolve(dkim.required("key")));
    }

    /// Section `print`; the usual where there is none.
    public PrintSettings print() {
        YamlMapping print = file.print().only(Set.of("pages", "letters", "duplex", "apart", "order", "return-address"));
        List<String> own = new ArrayList<>();
        own.add(file.incident().entity().name());
        own.addAll(file.incident().entity().lines());
        own.add((file.incident().entity().city() + ", "
                        + file.incident().entity().state() + " "
                        + file.incident().entity().postalCode())
                .strip());
        PrintSettings usual =
                PrintSettings.usual(print.names().contains("return-address") ? print.texts("return-address") : own);
        return built(
                print,
                usual,
                () -> new PrintSettings(
                        number(print, "pages", usual.pages()),
                        number(print, "letters", usual.letters()),
                        usual.window(),
                        usual.returnAddress(),
                        print.choice("duplex", Set.of("true", "false"), "true").equals("true"),
                        word(print, "apart", PrintSettings.Apart.values(), PrintSettings.Apart::id, usual.apart()),
                        word(print, "order", PrintSettings.Order.values(), PrintSettings.Order::id, usual.order())));
    }

    /// Section `portal`; empty where there is none.
    public Optional<PortalSettings> portal() {
        YamlMapping portal = file.portal();
        if (portal.names().isEmpty()) {
            return Optional.empty();
        }
        portal.only(Set.of(
                "base",
                "token-variable",
                "keys",
                "patients",
                "members",
                "sender",
                "connections",
                "timeout",
                "conditional-undeclared"));
        try {
            PortalSettings usual = PortalSettings.of(
                    new URI(portal.required("base")),
                    portal.required("keys"),
                    portal.text("members").orElse("urn:earshot:member"));
            return Optional.of(new PortalSettings(
                    usual.base(),
                    portal.text("token-variable").map(PortalSettings::token),
                    usual.keys(),
                    word(
                            portal,
                            "patients",
                            PortalSettings.Patients.values(),
                            PortalSettings.Patients::id,
                            usual.patients()),
                    usual.members(),
                    portal.text("sender"),
                    number(portal, "connections", usual.connections()),
                    Duration.ofSeconds(
                            number(portal, "timeout", (int) usual.timeout().toSeconds())),
                    portal.yes("conditional-undeclared")));
        } catch (EarshotException | URISyntaxException refused) {
            portal.problem("base", String.valueOf(refused.getMessage()));
            return Optional.empty();
        }
    }

    /// Reads all sections, for their mistakes.
    public void checkAll(LocalDate asOf) {
        planning(asOf);
        mail();
        print();
        portal();
    }

    private static Optional<List<Channel>> channels(YamlMapping notices) {
        if (!notices.names().contains("channels")) {
            return Optional.empty();
        }
        Set<String> known = Arrays.stream(Channel.values()).map(Channel::id).collect(Collectors.toSet());
        List<Channel> channels = new ArrayList<>();
        for (String given : notices.texts("channels")) {
            Arrays.stream(Channel.values())
                    .filter(channel -> channel.id().equals(given))
                    .findFirst()
                    .ifPresentOrElse(
                            channels::add,
                            () -> notices.problem(
                                    "channels",
                                    "\"" + given + "\" is no channel." + Problems.didYouMean(given, known)));
        }
        return Optional.of(channels);
    }

    private static <T> T word(YamlMapping mapping, String name, T[] values, Function<T, String> id, T otherwise) {
        Set<String> known = Arrays.stream(values).map(id).collect(Collectors.toSet());
        String given = mapping.choice(name, known, id.apply(otherwise));
        return Arrays.stream(values)
                .filter(value -> id.apply(value).equals(given))
                .findFirst()
                .orElse(otherwise);
    }

    private static int number(YamlMapping mapping, String name, int otherwise) {
        Optional<String> given = mapping.text(name);
        if (given.isPresent() && !given.get().matches("[0-9]{1,7}")) {
            mapping.problem(name, "a whole number is expected here.");
            return otherwise;
        }
        return given.map(Integer::parseInt).orElse(otherwise);
    }

    /// What can't be built from what stands in a section is a mistake of the section.
    private static <T> T built(YamlMapping section, T otherwise, Supplier<T> built) {
        try {
            return built.get();
        } catch (IllegalArgumentException refused) {
            section.problem("", refused.getMessage() + ".");
            return otherwise;
        }
    }
}
