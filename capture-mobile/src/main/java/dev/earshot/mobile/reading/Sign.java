package dev.earshot.mobile.reading;

/// What kinds of things readers find in an app's files. `name` and `value` are those of [Signs#found].
public enum Sign {
    /// Name: a class whose code is there, `com.adjust.sdk.Adjust$Inner` with dots and `$`, before renaming where a mapping
    /// file tells it. Value: the class it extends.
    CLASS_DEFINED,
    /// Name: a class that code, a signature or a text of type names mentions, whether its code is there or not.
    CLASS_REFERENCED,
    /// Name: a text in the code's own string pool.
    CODE_TEXT,
    /// Name: a text in a native library or an executable.
    NATIVE_TEXT,
    /// Name: a text in a script, a script's bytecode or a framework's own bundle (JavaScript, Hermes, Dart, C# metadata).
    SCRIPT_TEXT,
    /// Name: an Android resource, `string/facebook_app_id`. Value: its text.
    RESOURCE,
    /// Name: the class of a manifest component. Value: `application`, `activity`, `launcher` (an activity with an icon),
    /// `service`, `receiver` or `provider`, followed by ` disabled` where it is.
    COMPONENT,
    /// Name: the key of a manifest's meta-data. Value: its value, with references to resources followed.
    META_DATA,
    /// Name: a key of Info.plist; inner keys follow after dots. Value: its value as text.
    PLIST,
    /// Name: a permission or an entitlement as the system names it. Value: what the app tells its user of it (iOS).
    PERMISSION,
    /// Name: `group:artifact` of a library that was built in. Value: its version.
    DEPENDENCY,
    /// Name: the path of a file in the app.
    FILE,
    /// Name: a native library or framework that is there or is loaded, without `lib`, `.so`, `.framework`.
    LIBRARY,
    /// Name: a linker symbol. Value: `imported` or `exported`.
    SYMBOL,
    /// Name: an Objective-C or Swift class whose code is there, as the runtime names it.
    OBJC_CLASS,
    /// Name: an Objective-C method name used in the executable.
    OBJC_SELECTOR,
    /// Name: an address pattern that opens the app. Value: what takes it.
    DEEP_LINK,
    /// Name: a framework that the app is built with, `React Native (Hermes)`. Value: its version.
    FRAMEWORK,
    /// Name: the address of a page or script that a page in the app's files loads.
    PAGE_LOADS,
    /// Name: a package of a script ecosystem, `npm:@segment/analytics-react-native`, `pub:firebase_analytics`. Value: its
    /// version.
    SCRIPT_PACKAGE,
    /// Name: `true` or `false`. Value: whose declaration it is: the app's file, or the SDK's bundle.
    DECLARED_TRACKING,
    /// Name: a tracking domain. Value: whose declaration it is.
    DECLARED_TRACKING_DOMAIN,
    /// Name: a kind of data. Value: whose declaration it is, then after a tab what else is declared of it.
    DECLARED_COLLECTED,
    /// As [#DECLARED_COLLECTED], for data shared with third parties.
    DECLARED_SHARED,
    /// Name: a category of system interfaces. Value: whose declaration it is, then after a tab the reasons.
    DECLARED_REASON,
    /// Name: an advertising network's id.
    SKADNETWORK,
    /// Name: a host, `*` for all. Value: what is excepted from transport security.
    TRANSPORT_EXCEPTION,
    /// Name: a host whose certificate is pinned, `*` where it can't be told which.
    PINNED,
    /// Name: a packer or a protector of code.
    PACKED
}
