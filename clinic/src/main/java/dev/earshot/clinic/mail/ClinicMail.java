package dev.earshot.clinic.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;

/// The pretend hospital's mail server: it takes what is sent to it on this machine, keeps it in memory, and passes
/// nothing on.
public final class ClinicMail implements AutoCloseable {
    private final GreenMail server;

    private ClinicMail(GreenMail server) {
        this.server = server;
    }

    /// Listens on a free port of the loopback address.
    public static ClinicMail start() {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(10_000);
        GreenMail server = new GreenMail(setup);
        server.start();
        return new ClinicMail(server);
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    /// How many messages it took.
    public int received() {
        return server.getReceivedMessages().length;
    }

    /// The Message-ID of every message that it took, in the order in which they came.
    public List<String> messageIds() {
        List<String> ids = new ArrayList<>();
        try {
            for (MimeMessage message : server.getReceivedMessages()) {
                ids.add(message.getMessageID());
            }
        } catch (MessagingException unreadable) {
            throw new IllegalStateException("the server holds a message that it can't read", unreadable);
        }
        return ids;
    }

    @Override
    public void close() {
        server.stop();
    }
}
