package dev.earshot.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the address of a page says of the visitor by the place it has on a provider's site.
///
/// @param appointment whether the page is for making or seeing appointments
/// @param portal whether it lies in a patient portal, beyond its door
/// @param behindSignIn whether only somebody who has signed in sees it, by its path or by a host such as
///     `portal.clinic.example`
record PageSigns(boolean appointment, boolean portal, boolean behindSignIn) {
    /// Parts of a path behind which patients sign in. `mychart` is Epic's patient portal.
    private static final Set<String> PORTALS = Set.of(
            "portal",
            "mychart",
            "patient-portal",
            "patientportal",
            "member-portal",
            "my-account",
            "myaccount",
            "my-health",
            "myhealth",
            "my-records",
            "my-care");

    /// Parts of a path that everybody can see, below a portal too.
    private static final List<String> DOORS = List.of(
            "login",
            "log-in",
            "signin",
            "sign-in",
            "signup",
            "sign-up",
            "register",
            "registration",
            "activate",
            "forgot",
            "logout",
            "signout",
            "sign-out",
            "about",
            "help",
            "faq");

    private static final Set<String> APPOINTMENTS = Set.of(
            "appointment",
            "appointments",
            "appt",
            "scheduling",
            "openscheduling",
            "bookappointment",
            "requestappointment",
            "scheduleappointment",
            "scheduleavisit",
            "bookavisit",
            "schedulevisit");

    private static final Set<String> PORTAL_HOSTS =
            Set.of("portal", "mychart", "patient", "patients", "member", "members", "secure", "my", "account");

    static PageSigns of(WebAddress page) {
        List<String> parts = parts(page);
        boolean portal = ofPortal(parts);
        boolean onPortalsHost = Arrays.stream(page.host().split("\\.")).anyMatch(PORTAL_HOSTS::contains);
        boolean door = parts.stream().anyMatch(PageSigns::isDoor);
        return new PageSigns(ofAppointment(parts), portal, portal || (onPortalsHost && !door));
    }

    private static boolean ofAppointment(List<String> parts) {
        for (String part : parts) {
            if (APPOINTMENTS.contains(part.replace("-", "").replace("_", ""))) {
                return true;
            }
            for (String word : part.split("[-_.]")) {
                if (word.equals("appointment") || word.equals("appointments")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean ofPortal(List<String> parts) {
        boolean inside = false;
        for (String part : parts) {
            if (inside && isDoor(part)) {
                return false;
            }
            inside |= PORTALS.contains(part);
        }
        return inside && !endsAtDoor(parts);
    }

    private static boolean isDoor(String part) {
        return DOORS.stream().anyMatch(part::contains);
    }

    /// A portal's own front page is where visitors sign in: `/portal`, `/mychart/`.
    private static boolean endsAtDoor(List<String> parts) {
        return PORTALS.contains(parts.getLast());
    }

    private static List<String> parts(WebAddress page) {
        String route = page.fragment().startsWith("/") || page.fragment().startsWith("!/") ? "/" + page.fragment() : "";
        return List.of((page.path() + route).toLowerCase(Locale.ROOT).split("[/?&]+"));
    }
}
