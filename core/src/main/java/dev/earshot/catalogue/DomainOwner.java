package dev.earshot.catalogue;

import java.util.List;
import java.util.Optional;

/// Who owns a registrable domain (or, where one domain serves several purposes or has several owners, a host), and
/// what it serves.
///
/// @param domain lower case, without a leading dot
/// @param owner the legal name, as the owner writes it
/// @param parent the company that controls the owner, where it goes by another name
/// @param purpose in the words of a [Purpose], such as `advertising exchange`, `data broker`, `fonts`
/// @param registrations public registers of data brokers that list the owner, such as `California`, `Vermont`;
/// `owners/registers.json` says which edition was read, and where. Empty means not found there, not "no data broker"
/// @param source where it was read, or where it is to be read
/// @param readOn ISO 8601 date
/// @param verified whether `source` was read and ties the owner to the domain; the legal form of the owner's name may
/// be
/// general knowledge all the same. False where all of it is
public record DomainOwner(
        String domain,
        String owner,
        Optional<String> parent,
        String purpose,
        List<String> registrations,
        String source,
        String readOn,
        boolean verified) {
    public DomainOwner {
        registrations = List.copyOf(registrations);
    }
}
