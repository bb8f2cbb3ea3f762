package dev.earshot.guard.protection;

/// Addresses that pages of a zone may not contact for anything, those of the covered entity's own hosts included that
/// are a vendor's in truth.
///
/// @param vendor the legal owner, or the registrable domain where none is known
/// @param tracker its id in the catalogue, or the host where it has none
/// @param because the policy rule's id and what a scan saw, for whoever reviews it
public record Forbidden(Endpoint to, String vendor, String tracker, String because) {}
