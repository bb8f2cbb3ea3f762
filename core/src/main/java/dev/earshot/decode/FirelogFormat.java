package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Google's libraries send to Firelog, the service behind Crashlytics, Performance Monitoring and app sessions: a
/// protobuf batch of log requests, each with the device and its events. It may be gzipped, whatever the headers say.
///
/// Members have the names that the same batch has where it is JSON, which the general decoders read:
/// `logRequest[0].clientInfo.iosClientInfo.model`, `logRequest[0].logEvent[1].sourceExtension`. What an event holds is
/// a message of the library that sent it. Of Crashlytics', Performance Monitoring's and the sessions' the members are
/// named, `sourceExtension.networkRequestMetric.url`, in JSON batches too; any other field keeps its number.
///
/// Crashlytics on iOS sends files of its own making. Their lines write keys, values and log messages in hexadecimal:
/// `sourceExtension.applePayload.files[2].keys.user-id` and `...files[3].log` hold the text.
///
/// Source: google/GoogleDataTransport 960eeea, `cct.proto`; firebase/firebase-ios-sdk 0e5bfca, `crashlytics.proto`, and
/// 0308c81, `FIRCLSUserLogging.m`; firebase/firebase-android-sdk 0339a18, `perf_metric.proto`; the sessions' numbers
/// and those of the sources from TrackHAR b018948; all read 2026-11-22.
final class FirelogFormat implements VendorFormat {
    private static final Step.Decoded PROTOBUF = new Step.Decoded("protobuf");
    private static final Step.Decoded NUMBER = new Step.Decoded("number");
    private static final Step.Decoded HEX = new Step.Decoded("hex");
    private static final int DEEPEST = 12;
    private static final int REQUEST = 1;
    private static final int LOG_SOURCE = 2;
    private static final int EVENT = 3;
    private static final int EXTENSION = 6;
    private static final int PERFORMANCE = 462;
    private static final int SESSIONS = 1974;
    private static final String OURS = "com.crashlytics.";

    private static final Pattern KEY =
            Pattern.compile("\\{\"kv\":\\{\"key\":\"([0-9a-fA-F]+)\",\"value\":\"([0-9a-fA-F]*)\"\\}\\}");
    private static final Pattern LOG = Pattern.compile("\\{\"log\":\\{\"msg\":\"([0-9a-fA-F]*)\",\"time\":\\d+\\}\\}");
    private static final Pattern NUMBERED = Pattern.compile("(.*\\.sourceExtension)((?:\\.#\\d+(?:\\[\\d+\\])*)+)(.*)");
    private static final Pattern FIELD = Pattern.compile("#(\\d+)((?:\\[\\d+\\])*)");

    /// A kind of message: what its fields are called, and what kind of message stands in them.
    private record Kind(Map<Integer, String> names, Map<Integer, Kind> inner) {
        static final Kind UNKNOWN = new Kind(Map.of(), Map.of());

        String name(int field) {
            return names.getOrDefault(field, "#" + field);
        }

        boolean known() {
            return !names.isEmpty();
        }

        Kind inner(int field) {
            return inner.getOrDefault(field, UNKNOWN);
        }
    }

    private static final Kind NETWORK = new Kind(Map.of(1, "networkType", 2, "mobileSubtype"), Map.of());
    private static final Kind ATTRIBUTE = new Kind(Map.of(1, "key", 2, "value"), Map.of());
    private static final Kind PERF_SESSION = new Kind(Map.of(1, "sessionId", 2, "sessionVerbosity"), Map.of());

    private static final Kind IOS = new Kind(
            Map.of(
                    3,
                    "osMajorVersion",
                    4,
                    "osFullVersion",
                    5,
                    "applicationBuild",
                    6,
                    "country",
                    7,
                    "model",
                    8,
                    "languageCode",
                    11,
                    "applicationBundleId"),
            Map.of());

    private static final Kind MAC = new Kind(
            Map.of(
                    1,
                    "osMajorVersion",
                    2,
                    "osFullVersion",
                    3,
                    "applicationBuild",
                    4,
                    "country",
                    7,
                    "applicationBundleId"),
            Map.of());

    private static final Kind CLIENT = new Kind(
            Map.of(1, "clientType", 2, "androidClientInfo", 4, "iosClientInfo", 13, "macClientInfo"),
            Map.of(4, IOS, 13, MAC));

    private static final Kind LOG_REQUEST = new Kind(
            Map.of(1, "clientInfo", LOG_SOURCE, "logSource", 4, "requestTimeMs", 8, "requestUptimeMs", 9, "qosTier"),
            Map.of(1, CLIENT));

    private static final Kind LOG_EVENT = new Kind(
            Map.of(
                    1,
                    "eventTimeMs",
                    11,
                    "eventCode",
                    15,
                    "timezoneOffsetSeconds",
                    17,
                    "eventUptimeMs",
                    23,
                    "networkConnectionInfo"),
            Map.of(23, NETWORK));

    private static final Kind REPORT = new Kind(
            Map.of(
                    1,
                    "sdkVersion",
                    3,
                    "gmpAppId",
                    4,
                    "platform",
                    5,
                    "installationUuid",
                    6,
                    "buildVersion",
                    7,
                    "displayVersion",
                    10,
                    "applePayload"),
            Map.of());

    private static final Kind TRACE = new Kind(
            Map.of(
                    1,
                    "name",
                    2,
                    "isAuto",
                    4,
                    "clientStartTimeUs",
                    5,
                    "durationUs",
                    6,
                    "counters",
                    7,
                    "subtraces",
                    8,
                    "customAttributes",
                    9,
                    "perfSessions"),
            Map.of(
                    6,
                    ATTRIBUTE,
                    7,
                    new Kind(Map.of(1, "name", 4, "clientStartTimeUs", 5, "durationUs"), Map.of()),
                    8,
                    ATTRIBUTE,
                    9,
                    PERF_SESSION));

    private static final Kind CALL = new Kind(
            Map.of(
                    1,
                    "url",
                    2,
                    "httpMethod",
                    3,
                    "requestPayloadBytes",
                    4,
                    "responsePayloadBytes",
                    5,
                    "httpResponseCode",
                    6,
                    "responseContentType",
                    7,
                    "clientStartTimeUs",
                    12,
                    "customAttributes",
                    13,
                    "perfSessions"),
            Map.of(12, ATTRIBUTE, 13, PERF_SESSION));

    private static final Kind METRIC = new Kind(
            Map.of(
                    1,
                    "applicationInfo",
                    2,
                    "traceMetric",
                    3,
                    "networkRequestMetric",
                    4,
                    "gaugeMetric",
                    5,
                    "transportInfo"),
            Map.of(
                    1,
                    new Kind(
                            Map.of(
                                    1,
                                    "googleAppId",
                                    2,
                                    "appInstanceId",
                                    3,
                                    "androidAppInfo",
                                    4,
                                    "iosAppInfo",
                                    5,
                                    "applicationProcessState",
                                    6,
                                    "customAttributes"),
                            Map.of(6, ATTRIBUTE)),
                    2,
                    TRACE,
                    3,
                    CALL,
                    4,
                    new Kind(Map.of(1, "sessionId"), Map.of())));

    private static final Kind SESSION = new Kind(
            Map.of(1, "eventType", 2, "sessionData", 3, "applicationInfo"),
            Map.of(
                    2,
                    new Kind(Map.of(1, "sessionId", 3, "firebaseInstallationId", 7, "firstSessionId"), Map.of()),
                    3,
                    new Kind(Map.of(1, "appId", 2, "deviceModel", 7, "sessionSdkVersion", 9, "osVersion"), Map.of())));

    @Override
    public boolean openBody(Request request, Binary body, Opening into) {
        Binary batch = Unzipped.of(body, into);
        if (!isBatch(batch.bytes)) {
            return false;
        }
        new Walk(batch, into).batch();
        return true;
    }

    /// Whether all of it is requests, and the first has an event or a client.
    private static boolean isBatch(byte[] bytes) {
        ProtobufFields batch = ProtobufFields.of(bytes, 0, bytes.length);
        Optional<ProtobufFields.Field> first = batch.bytes(REQUEST);
        if (first.isEmpty() || !batch.whole() || batch.all().stream().anyMatch(field -> field.id() != REQUEST)) {
            return false;
        }
        ProtobufFields request =
                ProtobufFields.of(bytes, first.get().from(), first.get().to());
        return request.whole()
                && (request.bytes(EVENT).isPresent()
                        || request.bytes(1)
                                .filter(client -> ProtobufFields.of(bytes, client.from(), client.to())
                                        .whole())
                                .isPresent());
    }

    private static Kind kind(long logSource) {
        return logSource == PERFORMANCE ? METRIC : logSource == SESSIONS ? SESSION : Kind.UNKNOWN;
    }

    /// In a JSON batch the messages are base64: what the general decoders numbered in them gets its names.
    @Override
    public void complete(Request request, List<Leaf> leaves, List<Undecoded> undecoded) {
        Map<String, String> sources = new HashMap<>();
        for (Leaf leaf : leaves) {
            if (leaf.path().endsWith("].logSourceName")) {
                sources.put(prefix(leaf.path()), leaf.value());
            } else if (leaf.path().endsWith("].logSource")) {
                sources.put(prefix(leaf.path()), leaf.value());
            }
        }
        for (int i = 0; i < leaves.size(); i++) {
            Leaf leaf = leaves.get(i);
            if (leaf.path().contains(".sourceExtension.#")) {
                String source = sources.getOrDefault(prefix(leaf.path()), "");
                boolean performance = source.equals("FIREPERF") || source.equals(Integer.toString(PERFORMANCE));
                if (performance) {
                    leaves.set(i, named(leaf, METRIC));
                }
            }
        }
    }

    private static String prefix(String path) {
        int end = path.indexOf(']');
        return end < 0 ? path : path.substring(0, end);
    }

    private static Leaf named(Leaf leaf, Kind message) {
        Matcher numbered = NUMBERED.matcher(leaf.path());
        if (!numbered.matches()) {
            return leaf;
        }
        StringBuilder path = new StringBuilder(numbered.group(1));
        Kind kind = message;
        String key = leaf.key();
        for (Matcher field = FIELD.matcher(numbered.group(2)); field.find(); ) {
            int number = field.group(1).length() > 6 ? 0 : Integer.parseInt(field.group(1));
            key = kind.name(number);
            path.append('.').append(key).append(field.group(2));
            kind = kind.inner(number);
        }
        path.append(numbered.group(3));
        return new Leaf(
                leaf.origin(),
                leaf.source(),
                leaf.steps(),
                path.toString(),
                numbered.group(3).isEmpty() ? key : leaf.key(),
                leaf.event(),
                leaf.value(),
                leaf.start(),
                leaf.length());
    }

    private static final class Walk {
        private final Binary batch;
        private final byte[] bytes;
        private final Opening into;
        private int events;

        Walk(Binary batch, Opening into) {
            this.batch = batch;
            this.bytes = batch.bytes;
            this.into = into;
        }

        void batch() {
            Place place = batch.place.layer(PROTOBUF).member("logRequest");
            int requests = 0;
            for (ProtobufFields.Field field : fields(0, bytes.length).all()) {
                if (field.type() == ProtobufFields.BYTES) {
                    request(field, place.item(requests++));
                } else {
                    number(field, place);
                }
            }
        }

        private void request(ProtobufFields.Field message, Place place) {
            ProtobufFields fields = fields(message.from(), message.to());
            long source = 0;
            for (ProtobufFields.Field field : fields.all()) {
                if (field.id() == LOG_SOURCE && field.type() == ProtobufFields.VARINT) {
                    source = field.number();
                }
            }
            for (ProtobufFields.Field field : fields.all()) {
                if (field.id() == EVENT && field.type() == ProtobufFields.BYTES) {
                    event(field, place.member("logEvent").eventItem(events++), source);
                } else {
                    field(field, place.member(LOG_REQUEST.name(field.id())), LOG_REQUEST.inner(field.id()), 0);
                }
            }
            rest(message, fields);
        }

        private void event(ProtobufFields.Field message, Place place, long source) {
            ProtobufFields fields = fields(message.from(), message.to());
            for (ProtobufFields.Field field : fields.all()) {
                if (field.id() == EXTENSION && field.type() == ProtobufFields.BYTES) {
                    extension(field, place.member("sourceExtension"), source);
                } else if (field.id() == 15 && field.type() == ProtobufFields.VARINT) {
                    long zigzag = field.number();
                    leaf(field, place.member(LOG_EVENT.name(15)), Long.toString((zigzag >>> 1) ^ -(zigzag & 1)));
                } else {
                    field(field, place.member(LOG_EVENT.name(field.id())), LOG_EVENT.inner(field.id()), 0);
                }
            }
            rest(message, fields);
        }

        private void extension(ProtobufFields.Field message, Place place, long source) {
            ProtobufFields fields = fields(message.from(), message.to());
            Kind kind = kind(source);
            if (fields.whole() && isReport(fields)) {
                report(fields, place);
            } else if (fields.whole() && kind.known()) {
                for (ProtobufFields.Field field : fields.all()) {
                    field(field, place.member(kind.name(field.id())), kind.inner(field.id()), 0);
                }
            } else {
                into.openOrMiss(batch.part(place, message.from(), message.to(), true));
            }
        }

        private boolean isReport(ProtobufFields fields) {
            Optional<ProtobufFields.Field> app = fields.bytes(3);
            return fields.bytes(10).isPresent()
                    && app.isPresent()
                    && new String(
                                    bytes,
                                    app.get().from(),
                                    app.get().to() - app.get().from(),
                                    StandardCharsets.US_ASCII)
                            .matches("\\d+:\\d+:[a-z]+:[0-9a-f]+");
        }

        private void report(ProtobufFields fields, Place place) {
            for (ProtobufFields.Field field : fields.all()) {
                Place member = place.member(REPORT.name(field.id()));
                if (field.id() == 10 && field.type() == ProtobufFields.BYTES) {
                    int files = 0;
                    ProtobufFields payload = fields(field.from(), field.to());
                    for (ProtobufFields.Field file : payload.all()) {
                        if (file.id() == 1 && file.type() == ProtobufFields.BYTES) {
                            file(file, member.member("files").item(files++));
                        }
                    }
                    rest(field, payload);
                } else {
                    field(field, member, Kind.UNKNOWN, 0);
                }
            }
        }

        private void file(ProtobufFields.Field message, Place place) {
            ProtobufFields fields = fields(message.from(), message.to());
            for (ProtobufFields.Field field : fields.all()) {
                if (field.id() == 2 && field.type() == ProtobufFields.BYTES) {
                    contents(batch.part(place, field.from(), field.to(), true));
                } else {
                    field(field, place.member(field.id() == 1 ? "filename" : "#" + field.id()), Kind.UNKNOWN, 0);
                }
            }
            rest(message, fields);
        }

        /// A file's lines: keys and log messages, and what the general decoders make of the others.
        private void contents(Binary packed) {
            Binary file = Unzipped.of(packed, into);
            int line = 0;
            for (int from = 0; from < file.bytes.length && !into.full(); ) {
                int to = from;
                while (to < file.bytes.length && file.bytes[to] != '\n') {
                    to++;
                }
                String text = new String(file.bytes, from, to - from, StandardCharsets.UTF_8);
                Matcher key = KEY.matcher(text);
                Matcher log = LOG.matcher(text);
                if (key.matches()) {
                    hex(file, from + key.start(2), key.group(2), keyed(file, from, key));
                } else if (log.matches()) {
                    hex(file, from + log.start(1), log.group(1), file.place.member("log"));
                } else if (line == 0 && !text.startsWith("{")) {
                    into.openOrMiss(file);
                    return;
                } else if (to > from) {
                    into.openOrMiss(file.part(file.place.member("record").item(line), from, to, true));
                }
                line++;
                from = to + 1;
            }
        }

        private Place keyed(Binary file, int from, Matcher key) {
            String name = unhexed(key.group(1));
            String shown = name.startsWith(OURS) ? name.substring(OURS.length()) : name;
            Place keys = file.place.member("keys");
            if (Derived.isName(shown)) {
                return keys.member(shown);
            }
            hex(file, from + key.start(1), key.group(1), keys.layer(Opening.NAME));
            return keys;
        }

        private void hex(Binary file, int at, String hex, Place place) {
            if (!hex.isEmpty()) {
                into.open(file.token(place, at, at + hex.length(), hex).layer(HEX, unhexed(hex)));
            }
        }

        private static String unhexed(String hex) {
            int even = hex.length() / 2 * 2;
            return new String(HexFormat.of().parseHex(hex, 0, even), StandardCharsets.UTF_8);
        }

        /// A value whose form is known from the bytes, or from the kind of message that stands in it.
        private void field(ProtobufFields.Field field, Place place, Kind kind, int depth) {
            if (field.type() != ProtobufFields.BYTES) {
                number(field, place);
                return;
            }
            Binary value = batch.part(place, field.from(), field.to(), false);
            ProtobufFields fields = fields(field.from(), field.to());
            if (kind.known() && fields.whole() && depth < DEEPEST) {
                for (ProtobufFields.Field member : fields.all()) {
                    field(member, place.member(kind.name(member.id())), kind.inner(member.id()), depth + 1);
                }
                return;
            }
            Optional<Utf8.Reading> text =
                    Utf8.begins(value.bytes, value.bytes.length) ? Utf8.text(value.bytes) : Optional.empty();
            if (text.isPresent()) {
                into.open(value.read(text.get()));
            } else {
                into.openOrMiss(value);
            }
        }

        private void number(ProtobufFields.Field field, Place place) {
            leaf(field, place, Long.toString(field.number()));
        }

        private void leaf(ProtobufFields.Field field, Place place, String value) {
            into.leaf(batch.part(place, field.from(), field.to(), false).layer(NUMBER, value));
        }

        private ProtobufFields fields(int from, int to) {
            return ProtobufFields.of(bytes, from, to);
        }

        private void rest(ProtobufFields.Field message, ProtobufFields fields) {
            if (!fields.whole()) {
                into.missed(
                        batch.part(batch.place, message.from(), message.to(), false),
                        "a message of the batch is cut off or holds something else");
            }
        }
    }
}
