package dev.earshot.catalogue;

/// A cookie that a tracker sets or reads.
///
/// @param name with `*` for the part that differs from site to site
/// @param lifetime in words, such as `2 years`; empty where it was not read
/// @param thirdParty whether it belongs to the vendor's own domain, and so follows a person from site to site
/// @param role as [Parameter#role()]
/// @param note what it holds; empty where that is not known
/// @param verified as [Parameter#verified()]
public record Cookie(String name, String lifetime, boolean thirdParty, String role, String note, boolean verified) {}
