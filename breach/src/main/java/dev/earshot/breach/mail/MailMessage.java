package dev.earshot.breach.mail;

import dev.earshot.breach.store.Outbox;

/// An e-mail as it goes out.
///
/// @param bytes headers and body with CRLF, without the doubled full stops of SMTP
/// @param sha256 of them, in hex
record MailMessage(Outbox.Claim claim, MailAddress from, MailAddress to, byte[] bytes, String sha256) {
    String key() {
        return claim.key();
    }

    /// Without what it says and to whom.
    @Override
    public String toString() {
        return "e-mail of delivery " + claim.delivery();
    }
}
