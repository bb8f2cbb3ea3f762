package dev.earshot.catalogue;

import java.util.List;

/// Who owns a registrable domain (or, where one domain has several owners, a host), and what it serves.
///
/// @param domain lower case, without a leading dot
/// @param owner the legal name
/// @param purpose one of the catalogue's purposes, such as `advertising exchange`, `data broker`, `fonts`
/// @param registrations public registers of data brokers that list the owner, such as `California`, `Vermont`
/// @param source where it was read
/// @param readOn ISO 8601 date
/// @param verified false where the source could not be read and the fact is general knowledge
public record DomainOwner(
        String domain,
        String owner,
        String purpose,
        List<String> registrations,
        String source,
        String readOn,
        boolean verified) {
    public DomainOwner {
        registrations = List.copyOf(registrations);
    }
}
