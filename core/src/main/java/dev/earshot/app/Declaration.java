package dev.earshot.app;

import dev.earshot.element.DataElement;
import java.util.Optional;

/// Something that an app declares about itself to a store or to its users.
///
/// @param by who declares it: the app, or the SDK whose privacy manifest it is
/// @param kind what kind of declaration it is
/// @param name as the form names it: `NSPrivacyCollectedDataTypeDeviceID`, `Health info`, a tracking domain
/// @param element what it is about; empty where it is none of the elements
/// @param terms what else is declared of it: purposes, linked to the person, used for tracking, shared, optional
public record Declaration(String by, Kind kind, String name, Optional<DataElement> element, String terms, Spot at) {
    /// What kind of declaration it is.
    public enum Kind {
        /// Kinds of data that are collected.
        COLLECTED,
        /// Kinds of data that are shared with third parties.
        SHARED,
        /// Whether there is tracking at all; its name is `true` or `false`.
        TRACKING,
        TRACKING_DOMAIN,
        /// Why a system interface that can identify a device is used.
        REQUIRED_REASON,
        /// An advertising network that may confirm installations.
        SKADNETWORK,
        /// An exception to the system's transport security.
        TRANSPORT_EXCEPTION
    }
}
