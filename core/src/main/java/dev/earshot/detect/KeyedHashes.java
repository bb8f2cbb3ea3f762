package dev.earshot.detect;

import dev.earshot.decode.Leaf;
import dev.earshot.element.DataElement;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Proof of what was hashed with a key that the request itself shows: HMAC (RFC 2104) with the tag's own account,
/// pixel or site number.
///
/// Asked only of a leaf that has the form of a hash, that the key or the parameter says to be one of an identity, and
/// that nothing else explains. The keys that are tried are the values of at most [#KEYS] leaves of the same request
/// that the tracker calls its account, or whose key does. So as not to hash every value again for every request, what
/// a key gives is kept, for a bounded number of keys.
///
/// Thread-safe.
final class KeyedHashes {
    private static final int KEYS = 12;
    private static final int LONGEST_KEY = 128;
    private static final int SHORTEST_KEY = 3;
    /// Hashes that are kept at most.
    private static final int KEPT = 1 << 21;

    private static final Set<String> ACCOUNT_KEYS = Set.of(
            "id",
            "tid",
            "pid",
            "sid",
            "aid",
            "pixel",
            "pixelid",
            "tag",
            "tagid",
            "ti",
            "site",
            "siteid",
            "account",
            "accountid",
            "key",
            "apikey",
            "publickey",
            "writekey",
            "appid",
            "appkey",
            "containerid",
            "partner",
            "partnerid",
            "advertiser",
            "advertiserid",
            "client",
            "clientkey",
            "project",
            "projectid",
            "salt",
            "token",
            "org",
            "orgid",
            "property",
            "propertyid");
    private static final Map<Integer, String> ALGORITHMS =
            Map.of(16, "HmacMD5", 20, "HmacSHA1", 32, "HmacSHA256", 48, "HmacSHA384", 64, "HmacSHA512");
    private static final Map<String, String> NAMES = Map.of(
            "HmacMD5", "HMAC-MD5",
            "HmacSHA1", "HMAC-SHA-1",
            "HmacSHA256", "HMAC-SHA-256",
            "HmacSHA384", "HMAC-SHA-384",
            "HmacSHA512", "HMAC-SHA-512");

    private final List<Form> forms;
    private final Map<Key, LongIndex> byKey = new ConcurrentHashMap<>();
    private final int keptAtMost;

    KeyedHashes(List<Form> forms) {
        this.forms = forms;
        keptAtMost = Math.max(4, KEPT / Math.max(1, forms.size()));
    }

    /// What the leaf, which nothing explained so far, is a keyed hash of.
    Optional<Proof> explain(Reading reading, int leaf) {
        String value = reading.leaf(leaf).value();
        if (Shapes.hash(value).isEmpty()) {
            return Optional.empty();
        }
        Optional<DataElement> element = element(reading, leaf);
        byte[] hash = bytes(value);
        String algorithm = ALGORITHMS.get(hash.length);
        if (element.isEmpty() || algorithm == null) {
            return Optional.empty();
        }
        for (Leaf key : keys(reading, leaf)) {
            Optional<Form> form = form(new Key(key.value(), algorithm, element.get()), hash);
            if (form.isPresent()) {
                String encoding = value.length() == 2 * hash.length ? "hexadecimal" : "base64";
                String how = String.format(
                        Locale.ROOT,
                        "%s (%s), with the value of %s as its key, of ",
                        NAMES.get(algorithm),
                        encoding,
                        key.key().isEmpty() ? "a part of the request" : key.key());
                Form.Value told = form.get().value();
                return Optional.of(new Proof(
                        told,
                        0,
                        value.length(),
                        Proof.words(how, told, form.get().words())));
            }
        }
        return Optional.empty();
    }

    private static Optional<DataElement> element(Reading reading, int leaf) {
        Optional<DataElement> documented = reading.parameter(leaf)
                .filter(parameter -> parameter.role().startsWith("hash."))
                .flatMap(parameter -> parameter.element());
        return documented.or(
                () -> KeyNames.of(reading.leaf(leaf).key(), reading.leaf(leaf).value())
                        .filter(said -> !said.hash().isEmpty())
                        .map(KeyNames.Said::element));
    }

    private static byte[] bytes(String hash) {
        boolean hex = hash.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        try {
            return hex
                    ? HexFormat.of().parseHex(hash)
                    : Base64.getDecoder().decode(hash.replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException notAHash) {
            return new byte[0];
        }
    }

    private static Iterable<Leaf> keys(Reading reading, int hash) {
        Set<String> seen = new LinkedHashSet<>();
        List<Leaf> keys = new ArrayList<>();
        for (int i = 0; i < reading.decoded() && keys.size() < KEYS; i++) {
            Leaf leaf = reading.leaf(i);
            boolean fits = leaf.value().length() >= SHORTEST_KEY
                    && leaf.value().length() <= LONGEST_KEY
                    && leaf.value().indexOf(' ') < 0;
            if (i != hash && fits && isAccount(reading, i) && seen.add(leaf.value())) {
                keys.add(leaf);
            }
        }
        return keys;
    }

    private static boolean isAccount(Reading reading, int leaf) {
        return reading.parameter(leaf)
                .map(parameter ->
                        parameter.role().equals("account") || parameter.role().equals("app.id"))
                .orElseGet(() -> ACCOUNT_KEYS.contains(bare(reading.leaf(leaf).key())));
    }

    private static String bare(String key) {
        return key.length() > 24
                ? ""
                : key.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    private Optional<Form> form(Key key, byte[] hash) {
        if (byKey.size() >= keptAtMost) {
            byKey.clear();
        }
        LongIndex index = byKey.computeIfAbsent(key, this::index);
        for (int number : index.at(first60(hash))) {
            byte[] expected = hash(mac(key), forms.get(number));
            if (Arrays.equals(expected, hash)) {
                return Optional.of(forms.get(number));
            }
        }
        return Optional.empty();
    }

    private LongIndex index(Key key) {
        LongIndex index = new LongIndex(forms.size());
        Mac mac = mac(key);
        for (int i = 0; i < forms.size(); i++) {
            if (key.element == DataElement.OTHER_IDENTIFIER
                    || forms.get(i).value().told() == key.element) {
                index.put(first60(hash(mac, forms.get(i))), i);
            }
        }
        return index;
    }

    private static long first60(byte[] bytes) {
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = bits << 8 | (bytes[i] & 0xff);
        }
        return bits >>> 4;
    }

    private static byte[] hash(Mac mac, Form form) {
        return mac.doFinal(form.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Mac mac(Key key) {
        try {
            Mac mac = Mac.getInstance(key.algorithm);
            mac.init(new SecretKeySpec(key.value.getBytes(StandardCharsets.UTF_8), key.algorithm));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this Java lacks " + key.algorithm, e);
        }
    }

    private record Key(String value, String algorithm, DataElement element) {}
}
