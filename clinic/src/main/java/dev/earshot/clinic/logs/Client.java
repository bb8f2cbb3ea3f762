package dev.earshot.clinic.logs;

/// An address and a browser.
///
/// @param forged an address that the client itself put into X-Forwarded-For; empty for all but a few
record Client(String address, String agent, String forged) {
    Client(String address, String agent) {
        this(address, agent, "");
    }
}
