package dev.earshot.clinic.logs;

/// A server of the hospital with a log of its own.
enum Site {
    /// nginx; at first facing the internet, later behind another company's network.
    WWW("www.clinic.example"),
    /// The patient portal, whose application logs JSON.
    PORTAL("portal.clinic.example"),
    /// The physician directory, on IIS.
    DOCTORS("doctors.clinic.example"),
    /// The health encyclopedia, behind CloudFront.
    HEALTH("health.clinic.example"),
    /// Booking, behind a load balancer of AWS.
    APPOINTMENTS("appointments.clinic.example");

    private final String host;

    Site(String host) {
        this.host = host;
    }

    String host() {
        return host;
    }

    /// Whether its log tells fractions of a second.
    boolean tellsFractions() {
        return this == PORTAL || this == APPOINTMENTS;
    }
}
