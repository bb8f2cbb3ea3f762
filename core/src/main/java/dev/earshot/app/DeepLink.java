package dev.earshot.app;

/// An address that opens the app, and may carry what it says to an SDK that reads such addresses.
///
/// @param address with `*` for what is open: `https://portal.clinic.example/appointments/*`
/// @param opens the component or, on iOS, the entitlement that takes it
public record DeepLink(String address, String opens, Spot at) {}
