package dev.earshot.breach.mail;

import com.ibm.icu.text.IDNA;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An address that SMTP can carry: RFC 5321 § 4.1.2, with other than ASCII letters in front of the `@` as in RFC 6531.
///
/// @param local in front of the `@`
/// @param domain in ASCII (`xn--…` where it has other letters), lower case
record MailAddress(String local, String domain) {
    private static final IDNA NAMES = IDNA.getUTS46Instance(
            IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);

    /// Empty where no server could be asked for it.
    static Optional<MailAddress> of(String written) {
        String text = written.strip();
        int at = text.lastIndexOf('@');
        if (at < 1 || !isLocal(text.substring(0, at))) {
            return Optional.empty();
        }
        IDNA.Info problems = new IDNA.Info();
        String domain = NAMES.nameToASCII(text.substring(at + 1), new StringBuilder(), problems)
                .toString();
        boolean known = !problems.hasErrors()
                && domain.indexOf('.') > 0
                && !domain.endsWith(".")
                && domain.chars().anyMatch(c -> c >= 'a' && c <= 'z')
                && at + 1 + domain.length() <= 254;
        return known ? Optional.of(new MailAddress(text.substring(0, at), domain)) : Optional.empty();
    }

    private static boolean isLocal(String local) {
        if (local.getBytes(StandardCharsets.UTF_8).length > 64) {
            return false;
        }
        boolean quoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
        String inner = quoted ? local.substring(1, local.length() - 1) : local;
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            if (c >= 128
                    ? !Character.isLetterOrDigit(c) && !Character.isSurrogate(c) && Character.getType(c) != MARK
                    : quoted ? c < ' ' || c == 127 || c == '"' || c == '\\' : !isAtom(c)) {
                return false;
            }
        }
        return quoted || (!inner.startsWith(".") && !inner.endsWith(".") && !inner.contains(".."));
    }

    private static final int MARK = Character.NON_SPACING_MARK;

    private static boolean isAtom(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || ".!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    /// Whether only a server with SMTPUTF8 (RFC 6531) takes it.
    boolean needsUtf8() {
        return local.chars().anyMatch(c -> c >= 128);
    }

    /// The same mailbox with a detail (RFC 5233).
    MailAddress with(String detail) {
        return new MailAddress(local + "+" + detail, domain);
    }

    /// As it stands in a command or a header.
    String wire() {
        return local + "@" + domain;
    }

    /// Without the address.
    @Override
    public String toString() {
        return "an e-mail address";
    }
}
