package dev.earshot.breach.mail;

import java.io.IOException;
import java.io.Serial;

/// A connection that can't be used any more. The message names the stage, in a server's words without addresses.
final class SmtpFailure extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    /// @param lasting whether a next connection would fail the same way, so that the user must act
    SmtpFailure(String message, boolean lasting) {
        super(message);
        this.lasting = lasting;
    }

    boolean lasting() {
        return lasting;
    }
}
