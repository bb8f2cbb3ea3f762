package dev.earshot.decode;

import dev.earshot.decode.Content.Binary;
import dev.earshot.exchange.Request;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What Google Analytics for Firebase uploads to `/a`: a protobuf batch of bundles, each with its events, the app's user
/// properties and the device. It may be gzipped, whatever the headers say.
///
/// Members have the names that Google's own code prints them under: `bundle[0].app_instance_id`,
/// `bundle[0].event[1].name`, `bundle[0].event[1].params.search_term`, `bundle[0].user_property.plan`. Events are
/// numbered through the batch. A field of unknown meaning keeps its number, `bundle[0].67`: nothing is left out.
///
/// Source: lari/firebase-ga4-app-measurement-protobuf 6cc97c7 for the numbers of most fields; the text that Google's
/// Android library writes of a batch to its log, for their names and kinds; both read 2026-11-22. The double and nested
/// values of a parameter (5, 6) and the double value of a user property (6) were read in neither.
final class FirebaseFormat implements VendorFormat {
    private static final Step.Decoded PROTOBUF = new Step.Decoded("protobuf");
    private static final Step.Decoded NUMBER = new Step.Decoded("number");
    private static final int BUNDLE = 1;
    private static final int EVENT = 2;
    private static final int USER_PROPERTY = 3;
    private static final int APP_INSTANCE = 21;
    private static final int APP = 14;
    private static final int DEEPEST = 4;

    @Override
    public boolean openBody(Request request, Binary body, Opening into) {
        Binary batch = Unzipped.of(body, into);
        if (!isBatch(batch.bytes)) {
            return false;
        }
        new Walk(batch, into).batch();
        return true;
    }

    /// Whether the first bundle has an event with a name, the app or its instance.
    private static boolean isBatch(byte[] bytes) {
        Optional<ProtobufFields.Field> first =
                ProtobufFields.of(bytes, 0, bytes.length).bytes(BUNDLE);
        if (first.isEmpty()) {
            return false;
        }
        ProtobufFields bundle =
                ProtobufFields.of(bytes, first.get().from(), first.get().to());
        return bundle.whole()
                && (bundle.bytes(APP_INSTANCE).isPresent()
                        || bundle.bytes(APP).isPresent()
                        || bundle.bytes(EVENT)
                                .flatMap(event -> ProtobufFields.of(bytes, event.from(), event.to())
                                        .bytes(2))
                                .isPresent());
    }

    /// The name of a bundle's field; its number where it is not known.
    private static String name(int field) {
        return switch (field) {
            case 1 -> "protocol_version";
            case 4 -> "upload_timestamp_millis";
            case 5 -> "start_timestamp_millis";
            case 6 -> "end_timestamp_millis";
            case 7 -> "previous_bundle_end_timestamp_millis";
            case 8 -> "platform";
            case 9 -> "os_version";
            case 10 -> "device_model";
            case 11 -> "user_default_language";
            case 12 -> "time_zone_offset_minutes";
            case 13 -> "app_store";
            case 14 -> "app_id";
            case 16 -> "app_version";
            case 17 -> "gmp_version";
            case 18 -> "uploading_gmp_version";
            case 19 -> "resettable_device_id";
            case 20 -> "limited_ad_tracking";
            case 21 -> "app_instance_id";
            case 22 -> "dev_cert_hash";
            case 23 -> "bundle_sequential_index";
            case 24 -> "health_monitor";
            case 25 -> "gmp_app_id";
            case 26 -> "previous_bundle_start_timestamp_millis";
            case 27 -> "ds_id";
            case 28 -> "service_upload";
            case 29 -> "audience_membership";
            case 30 -> "firebase_instance_id";
            case 31 -> "app_version_major";
            case 35 -> "config_version";
            case 52 -> "consent_signals";
            default -> Integer.toString(field);
        };
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
            ProtobufFields fields = ProtobufFields.of(bytes, 0, bytes.length);
            Place place = batch.place.layer(PROTOBUF);
            int bundles = 0;
            for (ProtobufFields.Field field : fields.all()) {
                if (field.id() == BUNDLE && field.type() == ProtobufFields.BYTES) {
                    bundle(field, place.member("bundle").item(bundles++));
                } else {
                    unknown(field, place.member(Integer.toString(field.id())), 0);
                }
            }
            if (!fields.whole()) {
                into.missed(batch, "the batch is cut off or holds something else behind its bundles");
            }
        }

        private void bundle(ProtobufFields.Field message, Place place) {
            for (ProtobufFields.Field field :
                    ProtobufFields.of(bytes, message.from(), message.to()).all()) {
                boolean isMessage = field.type() == ProtobufFields.BYTES;
                if (field.id() == EVENT && isMessage) {
                    event(field, place.member("event").eventItem(events++));
                } else if (field.id() == USER_PROPERTY && isMessage) {
                    named(field, 2, place.member("user_property"), 3, 0);
                } else {
                    unknown(field, place.member(name(field.id())), 0);
                }
            }
        }

        private void event(ProtobufFields.Field message, Place place) {
            for (ProtobufFields.Field field :
                    ProtobufFields.of(bytes, message.from(), message.to()).all()) {
                if (field.id() == 1 && field.type() == ProtobufFields.BYTES) {
                    named(field, 1, place.member("params"), 2, 0);
                } else {
                    String name = switch (field.id()) {
                        case 2 -> "name";
                        case 3 -> "timestamp_millis";
                        case 4 -> "previous_timestamp_millis";
                        case 5 -> "count";
                        default -> Integer.toString(field.id());
                    };
                    unknown(field, place.member(name), 0);
                }
            }
        }

        /// A parameter or a property: a name in the field `nameId`, and from `valueId` on a string, an integer, a float
        /// or a double.
        private void named(ProtobufFields.Field message, int nameId, Place outer, int valueId, int depth) {
            ProtobufFields fields = ProtobufFields.of(bytes, message.from(), message.to());
            Optional<ProtobufFields.Field> name = fields.bytes(nameId);
            Place place = outer;
            if (name.isPresent()) {
                Binary token = batch.part(outer, name.get().from(), name.get().to(), false);
                String text = new String(token.bytes, StandardCharsets.US_ASCII);
                if (Derived.isName(text)) {
                    place = outer.member(text);
                } else {
                    into.openOrMiss(token);
                }
            }
            int nested = 0;
            for (ProtobufFields.Field field : fields.all()) {
                int kind = field.id() - valueId;
                if (kind < 0) {
                    continue;
                }
                if (kind == 2 && field.type() == ProtobufFields.FIXED32) {
                    leaf(field, place, Float.toString(Float.intBitsToFloat((int) field.number())));
                } else if (kind == 3 && field.type() == ProtobufFields.FIXED64) {
                    leaf(field, place, Double.toString(Double.longBitsToDouble(field.number())));
                } else if (kind == 4 && field.type() == ProtobufFields.BYTES && depth < DEEPEST) {
                    Place item = hasName(field, nameId) ? place : place.item(nested++);
                    named(field, nameId, item, valueId, depth + 1);
                } else {
                    unknown(field, kind < 2 ? place : place.member(Integer.toString(field.id())), depth);
                }
            }
        }

        private boolean hasName(ProtobufFields.Field message, int nameId) {
            return ProtobufFields.of(bytes, message.from(), message.to())
                    .bytes(nameId)
                    .isPresent();
        }

        /// A value of which the kind is known from the bytes alone.
        private void unknown(ProtobufFields.Field field, Place place, int depth) {
            if (field.type() != ProtobufFields.BYTES) {
                leaf(field, place, Long.toString(field.number()));
                return;
            }
            Binary value = batch.part(place, field.from(), field.to(), false);
            if (value.bytes.length == 0) {
                return;
            }
            Optional<Utf8.Reading> text =
                    Utf8.begins(value.bytes, value.bytes.length) ? Utf8.text(value.bytes) : Optional.empty();
            if (text.isPresent()) {
                into.open(value.read(text.get()));
                return;
            }
            ProtobufFields inner = ProtobufFields.of(bytes, field.from(), field.to());
            if (!inner.whole() || depth >= DEEPEST) {
                into.openOrMiss(value);
                return;
            }
            for (ProtobufFields.Field member : inner.all()) {
                unknown(member, place.member(Integer.toString(member.id())), depth + 1);
            }
        }

        private void leaf(ProtobufFields.Field field, Place place, String value) {
            into.leaf(batch.part(place, field.from(), field.to(), false).layer(NUMBER, value));
        }
    }
}
