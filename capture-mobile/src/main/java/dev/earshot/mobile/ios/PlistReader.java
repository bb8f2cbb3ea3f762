package dev.earshot.mobile.ios;

import com.dd.plist.NSArray;
import com.dd.plist.NSDictionary;
import com.dd.plist.NSObject;
import dev.earshot.app.Platform;
import dev.earshot.mobile.reading.Part;
import dev.earshot.mobile.reading.PartReader;
import dev.earshot.mobile.reading.Sign;
import dev.earshot.mobile.reading.Signs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads what an iOS app and its parts are configured with: `Info.plist` and vendors' own property lists, privacy
/// manifests, entitlements and the provisioning profile.
///
/// A store's receipt, `iTunesMetadata.plist`, is left alone: it names the person who bought the app.
///
/// Source: Apple, "Bundle Resources" (developer.apple.com/documentation/bundleresources, read 2026-11-22).
public final class PlistReader implements PartReader {
    private static final String PROFILE = ".mobileprovision";
    private static final String PRIVACY = ".xcprivacy";
    private static final List<String> ENDINGS =
            List.of(".plist", PRIVACY, ".entitlements", ".xcent", PROFILE, ".provisionprofile");

    /// Keys of a profile that name devices, or hold certificates.
    private static final Set<String> NOT_OF_THE_APP =
            Set.of("ProvisionedDevices", "DeveloperCertificates", "DER-Encoded-Profile");

    private static final byte[] LIST_BEGINS = {'<', '?', 'x', 'm', 'l'};
    private static final byte[] LIST_ENDS = {'<', '/', 'p', 'l', 'i', 's', 't', '>'};

    @Override
    public boolean takes(Part part) {
        String name = part.lastName().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith) && !name.equals("itunesmetadata.plist");
    }

    @Override
    public void read(Part part, Signs signs) {
        Once once = new Once(part.file(), signs);
        ByteBuffer bytes = part.bytes().duplicate().rewind();
        byte[] file = new byte[bytes.remaining()];
        bytes.get(file);
        String name = part.lastName().toLowerCase(Locale.ROOT);
        try {
            boolean profile = name.endsWith(PROFILE) || name.endsWith(".provisionprofile");
            NSObject root = PropertyList.parse(profile ? signedList(file) : file);
            if (!(root instanceof NSDictionary list)) {
                if (!(root instanceof NSArray)) {
                    throw new Unreadable("it holds neither keys nor a row of values");
                }
                PropertyList.values(root, (key, value) -> once.found(Sign.PLIST, key, value, -1));
            } else if (profile) {
                NOT_OF_THE_APP.forEach(list::remove);
                PropertyList.values(list, (key, value) -> once.found(Sign.PLIST, key, value, -1));
            } else if (name.endsWith(PRIVACY)) {
                privacy(list, owner(part), once);
            } else if (name.endsWith(".entitlements") || name.endsWith(".xcent")) {
                Entitlements.tell(list, once, -1);
            } else {
                PropertyList.values(list, (key, value) -> once.found(Sign.PLIST, key, value, -1));
                if (name.equals("info.plist")) {
                    info(part, list, once);
                }
            }
        } catch (Unreadable e) {
            once.unread("This property list can't be read: " + e.what() + ".");
        }
    }

    /// The property list inside a profile, which is signed as a whole (CMS) and holds it unchanged.
    private static byte[] signedList(byte[] file) throws Unreadable {
        int begin = indexOf(file, LIST_BEGINS, 0);
        int end = begin < 0 ? -1 : indexOf(file, LIST_ENDS, begin);
        if (end < 0) {
            throw new Unreadable("there is no list in this profile");
        }
        return Arrays.copyOfRange(file, begin, end + LIST_ENDS.length);
    }

    private static int indexOf(byte[] file, byte[] text, int from) {
        for (int at = from; at + text.length <= file.length; at++) {
            if (Arrays.equals(file, at, at + text.length, text, 0, text.length)) {
                return at;
            }
        }
        return -1;
    }

    /// The bundle that a file stands in, `Adjust.framework`; `app` where its folder has no name.
    private static String owner(Part part) {
        String folder = part.name().substring(0, Math.max(0, part.name().lastIndexOf('/')));
        String last = folder.substring(folder.lastIndexOf('/') + 1);
        return last.isEmpty() ? "app" : last;
    }

    private static void info(Part part, NSDictionary list, Once once) {
        String id = PropertyList.text(list, "CFBundleIdentifier");
        boolean program = PropertyList.text(list, "CFBundlePackageType").matches("APPL|");
        if (IosPackage.isOfTheApp(part.name()) && program && !id.isEmpty()) {
            String shown = PropertyList.text(list, "CFBundleDisplayName");
            once.signs()
                    .identity(
                            Platform.IOS,
                            id,
                            PropertyList.text(list, "CFBundleShortVersionString"),
                            PropertyList.text(list, "CFBundleVersion"),
                            shown.isEmpty() ? PropertyList.text(list, "CFBundleName") : shown);
        }
        if (part.name().contains(".framework/") || part.name().contains(".bundle/")) {
            // The system asks only programs for what follows.
            return;
        }
        for (String key : list.allKeys()) {
            if (key.contains("UsageDescription")) {
                once.found(Sign.PERMISSION, key, PropertyList.text(list, key), -1);
            }
        }
        for (NSDictionary network : PropertyList.dictionaries(list, "SKAdNetworkItems")) {
            network(PropertyList.text(network, "SKAdNetworkIdentifier"), once);
        }
        PropertyList.texts(list, "AdNetworkIdentifiers").forEach(network -> network(network, once));
        for (NSDictionary type : PropertyList.dictionaries(list, "CFBundleURLTypes")) {
            for (String scheme : PropertyList.texts(type, "CFBundleURLSchemes")) {
                once.found(Sign.DEEP_LINK, scheme.toLowerCase(Locale.ROOT) + "://*", "CFBundleURLTypes", -1);
            }
        }
        transport(PropertyList.dictionary(list, "NSAppTransportSecurity"), once);
    }

    private static void network(String id, Once once) {
        once.found(Sign.SKADNETWORK, id.toLowerCase(Locale.ROOT), "", -1);
    }

    private static void transport(NSDictionary security, Once once) {
        List<String> all = new ArrayList<>();
        if (PropertyList.isTrue(security, "NSAllowsArbitraryLoads")) {
            all.add("unencrypted connections");
        }
        if (PropertyList.isTrue(security, "NSAllowsArbitraryLoadsInWebContent")) {
            all.add("unencrypted connections of web views");
        }
        if (PropertyList.isTrue(security, "NSAllowsArbitraryLoadsForMedia")
                || PropertyList.isTrue(security, "NSAllowsArbitraryLoadsInMedia")) {
            all.add("unencrypted connections for media");
        }
        if (PropertyList.isTrue(security, "NSAllowsLocalNetworking")) {
            all.add("unencrypted connections in the local network");
        }
        once.found(Sign.TRANSPORT_EXCEPTION, all.isEmpty() ? "" : "*", String.join(", ", all), -1);
        NSDictionary domains = PropertyList.dictionary(security, "NSExceptionDomains");
        for (String host : domains.allKeys()) {
            NSDictionary rules = PropertyList.dictionary(domains, host);
            List<String> excepted = excepted(rules);
            if (!excepted.isEmpty()) {
                String name = (PropertyList.isTrue(rules, "NSIncludesSubdomains") ? "*." : "") + host;
                once.found(Sign.TRANSPORT_EXCEPTION, name.toLowerCase(Locale.ROOT), String.join(", ", excepted), -1);
            }
        }
        NSDictionary pinned = PropertyList.dictionary(security, "NSPinnedDomains");
        for (String host : pinned.allKeys()) {
            boolean inner = PropertyList.isTrue(PropertyList.dictionary(pinned, host), "NSIncludesSubdomains");
            once.found(Sign.PINNED, (inner ? "*." : "") + host.toLowerCase(Locale.ROOT), "", -1);
        }
    }

    /// What the rules for one host let pass. Rules can also only tighten, which is no exception.
    private static List<String> excepted(NSDictionary rules) {
        List<String> excepted = new ArrayList<>();
        for (String owner : List.of("NSException", "NSTemporaryException", "NSThirdPartyException")) {
            if (PropertyList.isTrue(rules, owner + "AllowsInsecureHTTPLoads")) {
                excepted.add("unencrypted connections");
            }
            String version = PropertyList.text(rules, owner + "MinimumTLSVersion");
            if (version.equals("TLSv1.0") || version.equals("TLSv1.1")) {
                excepted.add(version);
            }
            String secrecy = PropertyList.text(rules, owner + "RequiresForwardSecrecy");
            if (secrecy.equals("false") || secrecy.equals("NO")) {
                excepted.add("ciphers without forward secrecy");
            }
        }
        return excepted;
    }

    /// Source: Apple, "Privacy manifest files" (developer.apple.com/documentation/bundleresources/privacy-manifest-files,
    /// read 2026-11-22).
    private static void privacy(NSDictionary list, String owner, Once once) {
        once.found(Sign.DECLARED_TRACKING, PropertyList.text(list, "NSPrivacyTracking"), owner, -1);
        for (String domain : PropertyList.texts(list, "NSPrivacyTrackingDomains")) {
            once.found(Sign.DECLARED_TRACKING_DOMAIN, domain.toLowerCase(Locale.ROOT), owner, -1);
        }
        for (NSDictionary kind : PropertyList.dictionaries(list, "NSPrivacyCollectedDataTypes")) {
            List<String> terms = new ArrayList<>();
            terms.add(
                    PropertyList.isTrue(kind, "NSPrivacyCollectedDataTypeLinked")
                            ? "linked to the person"
                            : "not linked to the person");
            terms.add(
                    PropertyList.isTrue(kind, "NSPrivacyCollectedDataTypeTracking")
                            ? "used for tracking"
                            : "not used for tracking");
            for (String purpose : PropertyList.texts(kind, "NSPrivacyCollectedDataTypePurposes")) {
                terms.add("for " + purpose.replace("NSPrivacyCollectedDataTypePurpose", ""));
            }
            once.found(
                    Sign.DECLARED_COLLECTED,
                    PropertyList.text(kind, "NSPrivacyCollectedDataType"),
                    owner + "\t" + String.join(", ", terms),
                    -1);
        }
        for (NSDictionary category : PropertyList.dictionaries(list, "NSPrivacyAccessedAPITypes")) {
            once.found(
                    Sign.DECLARED_REASON,
                    PropertyList.text(category, "NSPrivacyAccessedAPIType"),
                    owner + "\t" + String.join(", ", PropertyList.texts(category, "NSPrivacyAccessedAPITypeReasons")),
                    -1);
        }
    }
}
