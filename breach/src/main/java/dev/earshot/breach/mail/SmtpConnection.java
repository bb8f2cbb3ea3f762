package dev.earshot.breach.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// A connection to a server that takes messages: RFC 5321, with PIPELINING (RFC 2920) where the server has it.
///
/// A message is offered ([#offer], [#offered]), then its content goes ([#content], [#taken]). The offer of the next
/// message may travel with the content, so that a message costs one round trip. For one thread.
///
/// Source: https://www.rfc-editor.org/rfc/rfc5321, https://www.rfc-editor.org/rfc/rfc2920, both read 2026-11-22.
final class SmtpConnection implements AutoCloseable {
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 100;

    private final MailSettings settings;
    private final Socket plain = new Socket();
    private final Watch.Watched watched;
    private final byte[] buffer = new byte[8192];
    private final Bytes command = new Bytes(16384);
    private Socket socket = plain;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private int from;
    private int to;
    private Set<String> extensions = Set.of();
    private boolean pipelining;
    private boolean resetFirst;
    private boolean resetSent;
    private boolean offerSent;

    private SmtpConnection(MailSettings settings, Watch watch) {
        this.settings = settings;
        this.watched = watch.of(plain);
    }

    /// Connects, with TLS and a login where the settings ask for them.
    ///
    /// @throws SmtpFailure where that fails: nothing was sent
    static SmtpConnection open(MailSettings settings, @Nullable TlsTrust trust, Watch watch) throws SmtpFailure {
        SmtpConnection connection = new SmtpConnection(settings, watch);
        try {
            connection.start(trust);
            return connection;
        } catch (SmtpFailure e) {
            connection.drop();
            throw e;
        } catch (IOException e) {
            connection.drop();
            throw connection.failure("when connecting", e);
        }
    }

    private void start(@Nullable TlsTrust trust) throws IOException {
        MailSettings.Server server = settings.server();
        watched.within(settings.patience().connect());
        plain.connect(new InetSocketAddress(server.host(), server.port()));
        plain.setTcpNoDelay(true);
        if (server.tls() == MailSettings.Tls.TLS) {
            secure(trust);
        } else {
            in = plain.getInputStream();
            out = plain.getOutputStream();
        }
        SmtpReply greeting = reply("its greeting", settings.patience().answer());
        if (greeting.code() != 220) {
            throw new SmtpFailure("greets with " + greeting.words(), false);
        }
        hello();
        if (server.tls() == MailSettings.Tls.STARTTLS) {
            if (!extensions.contains("STARTTLS")) {
                throw new SmtpFailure("offers no STARTTLS: nothing is sent without encryption", true);
            }
            SmtpReply ready = ask("STARTTLS");
            if (ready.code() != 220) {
                throw new SmtpFailure("refuses STARTTLS: " + ready.words(), !ready.transientFailure());
            }
            if (from < to) {
                throw new SmtpFailure("sends more than an answer to STARTTLS, as somebody in between would", true);
            }
            secure(trust);
            hello();
        }
        if (server.login().isPresent()) {
            login(server.login().get());
        }
        watched.done();
    }

    private void secure(@Nullable TlsTrust trust) throws IOException {
        if (trust == null) {
            throw new IllegalStateException("no trust for TLS");
        }
        try {
            watched.within(settings.patience().connect());
            socket = trust.over(
                    plain, settings.server().host(), settings.server().port());
        } catch (SSLException e) {
            String why = e.getMessage() == null ? "no reason given" : SmtpReply.plain(e.getMessage());
            throw new SmtpFailure(
                    "its TLS certificate or handshake does not hold (" + why + "): nothing is sent",
                    !watched.expired());
        }
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    private void hello() throws IOException {
        SmtpReply reply = ask("EHLO " + settings.server().helo());
        Set<String> known = new HashSet<>();
        if (reply.positive()) {
            reply.text()
                    .lines()
                    .skip(1)
                    .forEach(line -> known.add(line.toUpperCase(Locale.ROOT).strip()));
        } else {
            SmtpReply old = ask("HELO " + settings.server().helo());
            if (!old.positive()) {
                throw new SmtpFailure("answers EHLO with " + old.words(), old.permanentFailure());
            }
        }
        extensions = known;
        pipelining = known.contains("PIPELINING");
    }

    private void login(MailSettings.Login login) throws IOException {
        String methods = extensions.stream()
                .filter(extension -> extension.startsWith("AUTH ") || extension.startsWith("AUTH="))
                .map(extension -> extension.substring(5) + " ")
                .reduce(" ", String::concat);
        SmtpReply reply;
        if (methods.contains("LOGIN ") && !methods.contains("PLAIN ")) {
            reply = ask("AUTH LOGIN");
            reply = reply.code() == 334 ? ask(base64(login.user()), "the user's name") : reply;
            reply = reply.code() == 334 ? ask(base64(login.password()), "the password") : reply;
        } else {
            reply = ask("AUTH PLAIN " + base64("\0" + login.user() + "\0" + login.password()));
        }
        if (!reply.positive()) {
            throw new SmtpFailure(
                    "refuses the login: " + reply.words() + ". Check user and password", !reply.transientFailure());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private SmtpReply ask(String line) throws IOException {
        return ask(line, line.split(" ", 2)[0]);
    }

    /// @param name of the command in messages: the line itself may be a secret
    private SmtpReply ask(String line, String name) throws IOException {
        command.reset();
        command.utf8(line).ascii("\r\n");
        watched.within(settings.patience().answer());
        flush();
        return reply("an answer to " + name, settings.patience().answer());
    }

    /// Whether the server takes addresses with other than ASCII letters.
    boolean takesUtf8() {
        return extensions.contains("SMTPUTF8") && extensions.contains("8BITMIME");
    }

    /// Whether bytes of an answer are here already.
    boolean hasAnswer() {
        return from < to;
    }

    /// Offers a message: sender, recipient, and that the content would follow.
    void offer(MailMessage message) throws SmtpFailure {
        command.reset();
        offerSent = pipelining;
        if (pipelining) {
            offerInto(message);
            write("when offering a message", settings.patience().answer());
        }
    }

    private void offerInto(MailMessage message) {
        resetSent = resetFirst;
        if (resetFirst) {
            command.ascii("RSET\r\n");
            resetFirst = false;
        }
        mail(message);
        recipient(message);
        command.ascii("DATA\r\n");
    }

    private void mail(MailMessage message) {
        command.ascii("MAIL FROM:<").utf8(message.from().wire()).ascii(">");
        if (message.to().needsUtf8()) {
            command.ascii(" BODY=8BITMIME SMTPUTF8");
        }
        command.ascii("\r\n");
    }

    private void recipient(MailMessage message) {
        command.ascii("RCPT TO:<").utf8(message.to().wire()).ascii(">\r\n");
    }

    /// What the server says to the offer: its answer to DATA where it will have the content, else the first answer that
    /// says no. The message has not left.
    Offered offered(MailMessage message) throws SmtpFailure {
        Duration time = settings.patience().answer();
        if (!offerSent) {
            return offeredStepByStep(message);
        }
        offerSent = false;
        if (resetSent) {
            reply("an answer to RSET", time);
            resetSent = false;
        }
        SmtpReply mail = reply("an answer to MAIL", time);
        if (mail.closing()) {
            return new Offered(Stage.MAIL, mail);
        }
        SmtpReply recipient = reply("an answer to RCPT", time);
        if (recipient.closing() && !recipient.positive()) {
            return new Offered(Stage.RCPT, recipient);
        }
        SmtpReply content = reply("an answer to DATA", time);
        Offered offered = !mail.positive()
                ? new Offered(Stage.MAIL, mail)
                : !recipient.positive() ? new Offered(Stage.RCPT, recipient) : new Offered(Stage.DATA, content);
        if (offered.stage() != Stage.DATA && content.code() == 354) {
            // RFC 2920 § 3.1: nobody is to have it, so a message of nothing ends it.
            command.reset();
            command.ascii(".\r\n");
            write("when ending a refused message", time);
            reply("an answer to an empty message", time);
        }
        resetFirst = !offered.wanted();
        return offered;
    }

    private Offered offeredStepByStep(MailMessage message) throws SmtpFailure {
        Duration time = settings.patience().answer();
        command.reset();
        if (resetFirst) {
            command.ascii("RSET\r\n");
            write("before RSET", time);
            reply("an answer to RSET", time);
            resetFirst = false;
            command.reset();
        }
        mail(message);
        write("before MAIL", time);
        SmtpReply reply = reply("an answer to MAIL", time);
        Stage stage = Stage.MAIL;
        if (reply.positive()) {
            command.reset();
            recipient(message);
            write("before RCPT", time);
            reply = reply("an answer to RCPT", time);
            stage = Stage.RCPT;
        }
        if (stage == Stage.RCPT && reply.positive()) {
            command.reset();
            command.ascii("DATA\r\n");
            write("before DATA", time);
            reply = reply("an answer to DATA", time);
            stage = Stage.DATA;
        }
        Offered offered = new Offered(stage, reply);
        resetFirst = !offered.wanted();
        return offered;
    }

    /// Sends the content to its end: from here on the server may have the message. With it goes the offer of the next
    /// one, which must then be the next that is asked about.
    ///
    /// @return whether the next one was offered
    boolean content(MailMessage message, @Nullable MailMessage next) throws SmtpFailure {
        command.reset();
        stuffed(message.bytes());
        boolean offers = pipelining && next != null;
        if (pipelining && next != null) {
            offerInto(next);
            offerSent = true;
        }
        write("when sending a message", settings.patience().taken());
        return offers;
    }

    /// RFC 5321 § 4.5.2: a full stop at the start of a line is doubled.
    private void stuffed(byte[] bytes) {
        int start = 0;
        if (bytes.length > 0 && bytes[0] == '.') {
            command.write('.');
        }
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '.') {
                command.write(bytes, start, i + 1 - start);
                command.write('.');
                start = i + 1;
            }
        }
        command.write(bytes, start, bytes.length - start);
        boolean ended = bytes.length > 1 && bytes[bytes.length - 1] == '\n';
        command.ascii(ended ? ".\r\n" : "\r\n.\r\n");
    }

    /// What the server says to the whole message.
    ///
    /// @throws SmtpFailure where that can't be known: the message is in doubt
    SmtpReply taken() throws SmtpFailure {
        return reply("an answer to a whole message", settings.patience().taken());
    }

    private void write(String stage, Duration time) throws SmtpFailure {
        watched.within(time);
        try {
            flush();
        } catch (IOException e) {
            throw failure(stage, e);
        }
    }

    private void flush() throws IOException {
        out.write(command.array(), 0, command.size());
        out.flush();
    }

    /// One answer, of one line or more, whole within the time.
    private SmtpReply reply(String awaited, Duration time) throws SmtpFailure {
        watched.within(time);
        try {
            String line = line(awaited);
            if (line.length() > 3 && line.charAt(3) == '-') {
                return lines(awaited, line);
            }
            return new SmtpReply(code(line, awaited), rest(line));
        } catch (SmtpFailure e) {
            throw e;
        } catch (IOException e) {
            throw failure("waiting for " + awaited, e);
        } finally {
            watched.done();
        }
    }

    private SmtpReply lines(String awaited, String first) throws IOException {
        int code = code(first, awaited);
        StringBuilder text = new StringBuilder(rest(first));
        for (int lines = 1; ; lines++) {
            String line = line(awaited);
            if (code(line, awaited) != code || lines > MOST_LINES) {
                throw new SmtpFailure("sends nonsense instead of " + awaited, false);
            }
            text.append('\n').append(rest(line));
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return new SmtpReply(code, text.toString());
            }
        }
    }

    private static String rest(String line) {
        return line.length() > 4 ? line.substring(4) : "";
    }

    private static int code(String line, String awaited) throws SmtpFailure {
        boolean known = line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && Character.digit(line.charAt(1), 10) >= 0
                && Character.digit(line.charAt(2), 10) >= 0
                && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
        if (!known) {
            throw new SmtpFailure("sends nonsense instead of " + awaited, false);
        }
        return (line.charAt(0) - '0') * 100 + (line.charAt(1) - '0') * 10 + line.charAt(2) - '0';
    }

    private String line(String awaited) throws IOException {
        int at = from;
        while (true) {
            for (; at < to; at++) {
                if (buffer[at] == '\n') {
                    int end = at > from && buffer[at - 1] == '\r' ? at - 1 : at;
                    String line = new String(buffer, from, end - from, StandardCharsets.UTF_8);
                    from = at + 1;
                    if (from == to) {
                        from = 0;
                        to = 0;
                    }
                    return line;
                }
            }
            if (to - from > LONGEST_LINE) {
                throw new SmtpFailure("sends a line without an end instead of " + awaited, false);
            }
            if (to == buffer.length) {
                System.arraycopy(buffer, from, buffer, 0, to - from);
                at -= from;
                to -= from;
                from = 0;
            }
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                throw new SmtpFailure("closes the connection instead of " + awaited, false);
            }
            to += read;
        }
    }

    private SmtpFailure failure(String stage, IOException cause) {
        if (watched.expired()) {
            return new SmtpFailure("says nothing (" + stage + "); the connection was closed after the time set", false);
        }
        String why =
                cause.getMessage() == null ? cause.getClass().getSimpleName() : SmtpReply.plain(cause.getMessage());
        return new SmtpFailure("connection lost " + stage + ": " + why, false);
    }

    private void drop() {
        watched.forget();
        try {
            plain.close();
        } catch (IOException e) {
            // It is gone either way.
            watched.forget();
        }
    }

    /// Says good-bye without waiting for an answer.
    @Override
    public void close() {
        try {
            command.reset();
            command.ascii("QUIT\r\n");
            watched.within(Duration.ofSeconds(1));
            flush();
        } catch (IOException e) {
            // Whoever is not there needs no good-bye.
            watched.done();
        } finally {
            drop();
        }
    }

    enum Stage {
        MAIL,
        RCPT,
        DATA
    }

    /// @param stage at which the answer was given
    record Offered(Stage stage, SmtpReply reply) {
        boolean wanted() {
            return stage == Stage.DATA && reply.code() == 354;
        }
    }
}
