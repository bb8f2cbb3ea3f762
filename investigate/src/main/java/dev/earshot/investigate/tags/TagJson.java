package dev.earshot.investigate.tags;

import dev.earshot.element.DataElement;
import dev.earshot.investigate.history.SetTag;
import dev.earshot.investigate.history.SetTag.Tells;
import dev.earshot.investigate.history.SetTag.Told;
import dev.earshot.investigate.tags.TagReview.Container;
import dev.earshot.investigate.tags.TagReview.Reviewed;
import dev.earshot.policy.TagFinding;
import dev.earshot.report.ReportOptions;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `earshot-tags/1`, as docs/tags.md describes it.
final class TagJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TagJson() {}

    static String of(TagReview review, ReportOptions options) {
        ObjectNode root = NODES.objectNode();
        root.put("schema", "earshot-tags/1");
        root.put("version", options.version());
        root.put("judgedAt", options.judgedAt().toString());
        root.put("command", options.command());
        root.put("sentence", review.sentence());
        ArrayNode findings = root.putArray("findings");
        review.findings().forEach(finding -> findings.add(finding(finding, options)));
        ArrayNode containers = root.putArray("containers");
        review.containers().forEach(container -> containers.add(container(container)));
        ArrayNode incomplete = root.putArray("incomplete");
        review.incomplete().forEach(incomplete::add);
        ArrayNode limits = root.putArray("notCovered");
        TagLines.LIMITS.forEach(limits::add);
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static ObjectNode finding(TagFinding finding, ReportOptions options) {
        ObjectNode node = NODES.objectNode();
        node.put("fingerprint", finding.fingerprint());
        node.put("rule", finding.rule());
        node.put("level", finding.level().name().toLowerCase(Locale.ROOT));
        node.put("sure", finding.sure());
        options.baseline().ifPresent(baseline -> node.put("inBaseline", baseline.has(finding.fingerprint())));
        node.put("vendor", finding.vendor());
        node.put("tracker", finding.tracker());
        finding.element().ifPresent(element -> node.put("element", element.id()));
        node.put("zone", finding.zone());
        node.put("basis", finding.basis().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        node.put("sentence", finding.sentence());
        finding.health().ifPresent(health -> node.put("health", health.named()));
        finding.waiver()
                .ifPresent(waiver -> node.putObject("waiver")
                        .put("reason", waiver.reason())
                        .put("until", waiver.until().toString()));
        ArrayNode sources = node.putArray("sources");
        finding.sources()
                .forEach(source -> sources.addObject()
                        .put("tag", source.tag())
                        .put("by", source.by())
                        .put("file", source.file())
                        .put("line", source.line())
                        .put("pointer", source.pointer()));
        return node;
    }

    private static ObjectNode container(Container container) {
        ObjectNode node = NODES.objectNode();
        node.put("file", container.file().name());
        node.put("sha256", container.file().sha256());
        node.put("kind", container.set().kind());
        node.put("container", container.set().container());
        node.put("containerVersion", container.set().version());
        node.put("draft", container.set().draft());
        ArrayNode notices = node.putArray("notices");
        container.set().notices().forEach(notices::add);
        ArrayNode tags = node.putArray("tags");
        container.tags().forEach(tag -> tags.add(tag(tag)));
        return node;
    }

    private static ObjectNode tag(Reviewed reviewed) {
        SetTag tag = reviewed.tag();
        ObjectNode node = NODES.objectNode();
        node.put("id", tag.id());
        node.put("name", tag.name());
        node.put("type", tag.type());
        node.put("line", reviewed.line());
        node.put("pointer", tag.pointer());
        node.put("state", reviewed.state().words());
        tag.from().ifPresent(from -> node.put("from", from.toString()));
        tag.to().ifPresent(to -> node.put("to", to.toString()));
        ArrayNode triggers = node.putArray("triggers");
        tag.triggers().forEach(triggers::add);
        ArrayNode exceptions = node.putArray("exceptions");
        tag.exceptions().forEach(exceptions::add);
        ArrayNode alongside = node.putArray("alongside");
        tag.alongside().forEach(alongside::add);
        node.put("pages", TagLines.about(reviewed).getOrDefault("pages", ""));
        node.put("pageRule", tag.pages().text());
        ObjectNode consent = node.putObject("consent");
        consent.put(
                "setting",
                tag.consent().setting().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        ArrayNode kinds = consent.putArray("kinds");
        tag.consent().kinds().forEach(kinds::add);
        ArrayNode zones = node.putArray("zones");
        reviewed.zones().forEach(where -> {
            ObjectNode zone = zones.addObject()
                    .put("zone", where.zone())
                    .put("fires", where.answer().words());
            if (!where.address().isEmpty()) {
                zone.put("forExample", where.address());
            }
            if (!where.why().isEmpty()) {
                zone.put("because", where.why());
            }
        });
        if (!reviewed.pages().isEmpty()) {
            ArrayNode pages = node.putArray("atPages");
            reviewed.pages()
                    .forEach(page -> pages.addObject()
                            .put("address", page.address())
                            .put("zone", page.zone())
                            .put("fires", page.answer().words()));
        }
        ArrayNode recipients = node.putArray("tells");
        tag.recipients().forEach(tells -> recipients.add(tells(reviewed, tells)));
        ArrayNode unknown = node.putArray("cannotTell");
        tag.unknown().forEach(unknown::add);
        ArrayNode remarks = node.putArray("remarks");
        tag.remarks().forEach(remarks::add);
        return node;
    }

    private static ObjectNode tells(Reviewed reviewed, Tells tells) {
        ObjectNode node = NODES.objectNode();
        node.put("vendor", tells.recipient().vendor());
        tells.recipient().tracker().ifPresent(tracker -> node.put("tracker", tracker.id()));
        ArrayNode told = node.putArray("told");
        for (Told one : tells.told()) {
            if (one.text().isEmpty()) {
                told.addObject()
                        .put("element", one.element().map(DataElement::id).orElse("unknown"))
                        .put("basis", one.basis().name().toLowerCase(Locale.ROOT))
                        .put("by", one.by());
            }
        }
        reviewed.texts().stream()
                .filter(text -> text.to().equals(tells))
                .forEach(text -> told.addObject()
                        .put("element", text.element().id())
                        .put("basis", text.told().basis().name().toLowerCase(Locale.ROOT))
                        .put("by", text.told().by())
                        .put("text", text.told().text()));
        return node;
    }
}
