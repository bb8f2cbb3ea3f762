package dev.earshot.report;

import dev.earshot.app.App;
import dev.earshot.app.AppFile;
import dev.earshot.app.Declaration;
import dev.earshot.app.DeepLink;
import dev.earshot.app.Endpoint;
import dev.earshot.app.HandOver;
import dev.earshot.app.HeldSdk;
import dev.earshot.app.Mismatch;
import dev.earshot.app.Permission;
import dev.earshot.app.Platform;
import dev.earshot.app.Rung;
import dev.earshot.app.Spot;
import dev.earshot.app.Trace;
import dev.earshot.app.WebView;
import dev.earshot.element.DataElement;
import dev.earshot.exchange.BlindSpot;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Reads an app as [AppJson] wrote it. A word of a later version is read as the weakest of its kind.
final class StoredApp {
    private StoredApp() {}

    static App of(JsonNode app) {
        return new App(
                word(app, "platform", Platform.values(), Platform.ANDROID),
                text(app, "id"),
                text(app, "version"),
                text(app, "build"),
                text(app, "name"),
                list(
                        app,
                        "files",
                        file -> new AppFile(
                                text(file, "name"),
                                text(file, "kind"),
                                file.path("bytes").asLong(0),
                                text(file, "sha256"))),
                texts(app, "frameworks"),
                list(app, "sdks", StoredApp::sdk),
                list(
                        app,
                        "permissions",
                        node -> new Permission(
                                text(node, "name"),
                                text(node, "meaning"),
                                element(node),
                                text(node, "stated"),
                                at(node))),
                list(
                        app,
                        "endpoints",
                        node -> new Endpoint(
                                text(node, "host"), optional(node, "vendor"), optional(node, "tracker"), at(node))),
                list(
                        app,
                        "webViews",
                        node -> new WebView(
                                texts(node, "addresses"), texts(node, "bridges"), texts(node, "trackers"), at(node))),
                list(app, "deepLinks", node -> new DeepLink(text(node, "address"), text(node, "opens"), at(node))),
                list(
                        app,
                        "declarations",
                        node -> new Declaration(
                                text(node, "by"),
                                word(node, "kind", Declaration.Kind.values(), Declaration.Kind.COLLECTED),
                                text(node, "name"),
                                element(node),
                                text(node, "terms"),
                                at(node))),
                list(
                        app,
                        "mismatches",
                        node -> new Mismatch(text(node, "what"), text(node, "sdk"), list(node, "at", StoredApp::spot))),
                list(
                        app,
                        "blindSpots",
                        node -> new BlindSpot(
                                word(node, "kind", BlindSpot.Kind.values(), BlindSpot.Kind.FILE_NOT_READ),
                                text(node, "where"),
                                text(node, "what"),
                                node.path("incomplete").asBoolean(false))));
    }

    private static HeldSdk sdk(JsonNode sdk) {
        return new HeldSdk(
                text(sdk, "id"),
                text(sdk, "name"),
                text(sdk, "vendor"),
                text(sdk, "purpose"),
                texts(sdk, "trackers"),
                sdk.path("infrastructure").asBoolean(false),
                rung(sdk),
                sdk.path("renamed").asBoolean(false),
                optional(sdk, "version"),
                word(sdk, "setting", HeldSdk.Setting.values(), HeldSdk.Setting.ON),
                texts(sdk, "collects").stream()
                        .flatMap(id -> DataElement.byId(id).stream())
                        .collect(Collectors.toSet()),
                list(
                        sdk,
                        "traces",
                        node -> new Trace(
                                rung(node),
                                text(node, "kind"),
                                node.path("survivesRenaming").asBoolean(false),
                                text(node, "what"),
                                at(node))),
                list(
                        sdk,
                        "handOvers",
                        node -> new HandOver(
                                element(node).orElse(DataElement.OTHER_IDENTIFIER),
                                text(node, "call"),
                                texts(node, "literals"),
                                at(node))),
                text(sdk, "onward"),
                texts(sdk, "remarks"));
    }

    private static Rung rung(JsonNode node) {
        return word(node, "rung", Rung.values(), Rung.REFERENCED);
    }

    private static Optional<DataElement> element(JsonNode node) {
        return DataElement.byId(text(node, "element"));
    }

    private static Spot at(JsonNode node) {
        return spot(node.path("at"));
    }

    private static Spot spot(JsonNode spot) {
        return new Spot(
                text(spot, "file"), text(spot, "in"), spot.path("offset").asLong(-1));
    }

    private static <E extends Enum<E>> E word(JsonNode node, String name, E[] all, E otherwise) {
        String word = text(node, name);
        for (E each : all) {
            if (JsonReport.word(each).equals(word)) {
                return each;
            }
        }
        return otherwise;
    }

    private static Optional<String> optional(JsonNode node, String name) {
        return node.has(name) ? Optional.of(text(node, name)) : Optional.empty();
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private static List<String> texts(JsonNode node, String name) {
        return list(node, name, each -> each.asString(""));
    }

    private static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> read) {
        return node.path(name).valueStream().map(read).toList();
    }
}
