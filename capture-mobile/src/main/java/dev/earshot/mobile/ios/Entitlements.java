package dev.earshot.mobile.ios;

import com.dd.plist.NSDictionary;
import dev.earshot.mobile.reading.Sign;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/// What a build is entitled to ask the system for, as a signature or a build's file lists it.
///
/// The value of each is told as [Sign#PLIST] as well, under its name.
final class Entitlements {
    private static final String DOMAINS = "com.apple.developer.associated-domains";

    private Entitlements() {}

    /// @param offset of the list in the part
    static void ofXml(byte[] list, Once once, long offset) throws Unreadable {
        int end = list.length;
        while (end > 0 && list[end - 1] == 0) {
            end--;
        }
        if (end > 0 && PropertyList.parse(Arrays.copyOf(list, end)) instanceof NSDictionary entitled) {
            tell(entitled, once, offset);
        }
    }

    static void tell(NSDictionary entitled, Once once, long offset) {
        for (String name : entitled.allKeys()) {
            if (!PropertyList.text(entitled, name).equals("false")) {
                once.found(Sign.PERMISSION, name, "", offset);
            }
        }
        PropertyList.values(entitled, (name, value) -> once.found(Sign.PLIST, name, value, offset));
        for (String domain : PropertyList.texts(entitled, DOMAINS)) {
            domain(domain, once, offset);
        }
    }

    /// An associated domain, `applinks:portal.clinic.example?mode=developer`. Of the services before the colon, two open
    /// the app.
    private static void domain(String domain, Once once, long offset) {
        int colon = domain.indexOf(':');
        String service = colon < 0 ? "" : domain.substring(0, colon);
        if (service.equals("applinks") || service.equals("appclips")) {
            String host = domain.substring(colon + 1).split("[?/]", 2)[0].toLowerCase(Locale.ROOT);
            once.found(Sign.DEEP_LINK, "https://" + host + "/*", DOMAINS, offset);
        }
    }

    /// The same list in the binary form that newer signatures hold beside it, or alone.
    ///
    /// Source: ITU-T X.690; Apple's `libDER`, `DER_Encode.h` names no schema: it is read as signatures of Xcode 13 and
    /// later have it, [16] applied to a version and a set of pairs.
    static void ofDer(byte[] list, Once once, long offset) throws Unreadable {
        Window bytes = Window.of(ByteBuffer.wrap(list), ByteOrder.BIG_ENDIAN);
        Der outer = Der.at(bytes, 0);
        for (long at = outer.begin(); at < outer.end(); ) {
            Der inner = Der.at(bytes, at);
            if (inner.tag() == Der.DICTIONARY || inner.tag() == Der.SET) {
                tell(inner.dictionary(bytes, 0), once, offset);
            }
            at = inner.end();
        }
    }
}
