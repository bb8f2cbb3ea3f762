package dev.earshot.app;

import dev.earshot.element.DataElement;
import java.util.Optional;

/// Something that an app asks the system for and that concerns patient data: an Android permission, an iOS usage
/// string, an entitlement.
///
/// @param name as the system names it: `com.google.android.gms.permission.AD_ID`, `NSHealthShareUsageDescription`
/// @param meaning what it gives access to, as a clause
/// @param element what it gives access to; empty where it is none of the elements
/// @param stated what the app tells its user about it (an iOS usage string); empty where it says nothing
public record Permission(String name, String meaning, Optional<DataElement> element, String stated, Spot at) {}
