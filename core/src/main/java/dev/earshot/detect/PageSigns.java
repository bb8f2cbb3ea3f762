package dev.earshot.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the address of a page says of the visitor by the place it has on a provider's site.
final class PageSigns {
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

    private PageSigns() {}

    /// Whether the page is for making or seeing appointments.
    static boolean ofAppointment(WebAddress page) {
        for (String part : parts(page)) {
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

    /// Whether the page lies in a patient portal, beyond its door.
    static boolean ofPortal(WebAddress page) {
        boolean inside = false;
        for (String part : parts(page)) {
            if (inside && DOORS.stream().anyMatch(part::contains)) {
                return false;
            }
            inside |= PORTALS.contains(part);
        }
        return inside && !endsAtDoor(page);
    }

    /// Whether only somebody who has signed in sees the page, by its path or by a host such as `portal.clinic.example`.
    static boolean behindSignIn(WebAddress page) {
        boolean onPortalsHost = Arrays.stream(page.host().split("\\.")).anyMatch(PORTAL_HOSTS::contains);
        boolean door = parts(page).stream().anyMatch(part -> DOORS.stream().anyMatch(part::contains));
        return ofPortal(page) || (onPortalsHost && !door);
    }

    /// A portal's own front page is where visitors sign in: `/portal`, `/mychart/`.
    private static boolean endsAtDoor(WebAddress page) {
        List<String> parts = parts(page);
        return PORTALS.contains(parts.getLast());
    }

    private static List<String> parts(WebAddress page) {
        String route = page.fragment().startsWith("/") || page.fragment().startsWith("!/") ? "/" + page.fragment() : "";
        return List.of((page.path() + route).toLowerCase(Locale.ROOT).split("[/?&]+"));
    }
}
