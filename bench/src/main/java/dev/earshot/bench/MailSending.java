package dev.earshot.bench;

import dev.earshot.breach.document.Block;
import dev.earshot.breach.document.Document;
import dev.earshot.breach.document.Span;
import dev.earshot.breach.mail.MailSender;
import dev.earshot.breach.mail.MailSettings;
import dev.earshot.breach.mail.Tally;
import dev.earshot.breach.notice.Channel;
import dev.earshot.breach.notice.Composer;
import dev.earshot.breach.notice.Letter;
import dev.earshot.breach.notice.Notice;
import dev.earshot.breach.notice.Role;
import dev.earshot.breach.store.Outbox;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// Messages a second over SMTP: Earshot and Postfix's `smtp-source`, in turns, into the same `smtp-sink`, with as many
/// connections and messages of the same size; beside them Angus Mail, and Earshot with signatures.
///
/// Earshot composes, encodes, hashes and logs each message; `smtp-source` sends the same bytes over and over.
public final class MailSending {
    private static final double LIMIT = 0.8;

    private final int messages;
    private final int connections;
    private final int port;
    private final Path folder;
    private final Map<String, List<Double>> rates = new java.util.LinkedHashMap<>();
    private int size;

    private MailSending(int messages, int connections, int port, Path folder) {
        this.messages = messages;
        this.connections = connections;
        this.port = port;
        this.folder = folder;
    }

    /// @param arguments messages a round, rounds, connections; 30000, 7 and 4 where they are not given
    public static void main(String[] arguments) throws Exception {
        if (!Files.isExecutable(Path.of("/usr/sbin/smtp-sink"))) {
            System.out.println("smtp-sink and smtp-source are not here: install Postfix (it need not run)");
            return;
        }
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        int connections = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 4;
        Path folder = Files.createTempDirectory("earshot-mail");
        try {
            MailSending sending = new MailSending(messages, connections, freePort(), folder);
            System.out.print(sending.measure(rounds));
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private String measure(int rounds) throws IOException, InterruptedException, GeneralSecurityException {
        Optional<MailSettings.Signature> none = Optional.empty();
        Optional<MailSettings.Signature> rsa = Optional.of(signature("RSA", 2048));
        Optional<MailSettings.Signature> ed25519 = Optional.of(signature("Ed25519", 255));
        Path dump = folder.resolve("dump");
        Process measuring = sink("-D", dump.toString());
        earshot(1, none);
        measuring.destroy();
        measuring.waitFor();
        size = (int) Files.size(dump);
        Process sink = sink();
        try {
            earshot(messages, none);
            angus(messages / 10);
            for (int round = 0; round < rounds; round++) {
                boolean first = round % 2 == 0;
                double ours = first ? earshot(messages, none) : 0;
                double source = source();
                ours = first ? ours : earshot(messages, none);
                put("smtp-source", source);
                put("Earshot", ours);
                put("ratio", ours / source);
                put("Angus Mail", angus(messages / 5));
                put("Earshot, Ed25519", earshot(messages / 5, ed25519));
                put("Earshot, RSA 2048", earshot(messages / 10, rsa));
            }
        } finally {
            sink.destroy();
        }
        Spread ratio = Spread.of(rates.getOrDefault("ratio", List.of()));
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Messages a second into one smtp-sink, %d connections, %d bytes each; median (quartiles) of %d rounds of %d."
                        + " %s%n",
                connections,
                size,
                rounds,
                messages,
                Machine.now()));
        rates.forEach((name, values) -> {
            if (!name.equals("ratio")) {
                text.append(String.format(
                        Locale.ROOT, "  %-18s %s%n", name, Spread.of(values).text(0)));
            }
        });
        return text.append(String.format(
                        Locale.ROOT,
                        "  Earshot / smtp-source, round by round: %s; limit %.1f: %s%n",
                        ratio.text(2),
                        LIMIT,
                        ratio.median() >= LIMIT ? "held" : "NOT held"))
                .toString();
    }

    private void put(String name, double rate) {
        rates.computeIfAbsent(name, any -> new ArrayList<>()).add(rate);
    }

    private double source() throws IOException, InterruptedException {
        return rate(messages, () -> {
            Process process = new ProcessBuilder(
                            "/usr/sbin/smtp-source",
                            "-4",
                            "-d",
                            "-s",
                            String.valueOf(connections),
                            "-l",
                            String.valueOf(size - 350),
                            "-m",
                            String.valueOf(messages),
                            "127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("smtp-source: " + said);
            }
        });
    }

    private double earshot(int count, Optional<MailSettings.Signature> dkim) throws IOException, InterruptedException {
        MailSettings usual = MailSettings.of(
                new MailSettings.Server("127.0.0.1", port, MailSettings.Tls.NONE),
                new MailSettings.Sender(
                        "Clinic Example",
                        "privacy@clinic.example",
                        Optional.empty(),
                        "bounces@clinic.example",
                        "mail.clinic.example"));
        MailSettings settings = new MailSettings(
                usual.server(),
                usual.sender(),
                new MailSettings.Limits(connections, 0, Integer.MAX_VALUE, connections, Map.of()),
                usual.patience(),
                dkim,
                new MailSettings.Doubt(MailSettings.Doubt.Rule.LEAVE, Duration.ZERO));
        MailSender sender = new MailSender(
                settings,
                folder.resolve("sending"),
                new MailSender.Parts(
                        new Plan(count), composer(), Optional.empty(), InstantSource.system(), System::nanoTime));
        return rate(count, () -> {
            Tally tally = sender.send();
            if (tally.sent() != count) {
                throw new IOException("WRONG ANSWER: " + tally);
            }
        });
    }

    private double angus(int count) throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(port));
        Session session = Session.getInstance(properties);
        String text = "x".repeat(75).concat("\r\n").repeat(size / 77);
        return rate(count, () -> {
            List<Thread> threads = new ArrayList<>();
            List<MessagingException> failures = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    try (Transport transport = session.getTransport("smtp")) {
                        transport.connect();
                        for (int sent = 0; sent < count / connections; sent++) {
                            MimeMessage message = new MimeMessage(session);
                            message.setFrom(new InternetAddress("privacy@clinic.example"));
                            InternetAddress to = new InternetAddress("person" + sent + "@mail.example");
                            message.setRecipient(Message.RecipientType.TO, to);
                            message.setSubject("Notice of Data Breach");
                            message.setText(text, "utf-8");
                            message.saveChanges();
                            transport.sendMessage(message, new InternetAddress[] {to});
                        }
                    } catch (MessagingException e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            if (!failures.isEmpty()) {
                throw new IOException(failures.getFirst());
            }
        });
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static double rate(int count, Work work) throws IOException, InterruptedException {
        long start = System.nanoTime();
        work.run();
        return count / ((System.nanoTime() - start) / 1e9);
    }

    private Process sink(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/sbin/smtp-sink", "-4"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody"));
            folder.toFile().setReadable(true, false);
            folder.toFile().setWritable(true, false);
            folder.toFile().setExecutable(true, false);
        }
        command.addAll(List.of(options));
        command.addAll(List.of("127.0.0.1:" + port, "200"));
        Process process = new ProcessBuilder(command).inheritIO().start();
        for (int tries = 0; ; tries++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoLinger(false, 0);
                return process;
            } catch (IOException e) {
                if (tries > 100 || !process.isAlive()) {
                    process.destroy();
                    throw new IOException("smtp-sink does not answer", e);
                }
                Thread.sleep(20);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private MailSettings.Signature signature(String algorithm, int bits) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        String key = Base64.getMimeEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        Path file = Files.writeString(
                folder.resolve(algorithm + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        return new MailSettings.Signature("clinic.example", "bench", file);
    }

    /// A letter of about the length that notices have.
    private static Composer composer() {
        String sentence = "We are writing to tell you about an incident that involved some of your information. ";
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading(1, List.of(new Span.Text("Notice of Data Breach", false))));
        blocks.add(new Block.Paragraph(
                List.of(new Span.Text("Dear ", false), new Span.Slot("name", false), new Span.Text(",", false))));
        for (int i = 0; i < 6; i++) {
            blocks.add(new Block.Heading(2, List.of(new Span.Text("What happened", false))));
            blocks.add(new Block.Paragraph(List.of(new Span.Text(sentence.repeat(4), false))));
        }
        Letter.Variant variant = new Letter.Variant(
                "bench", "Notice of Data Breach", new Document("Notice of Data Breach", Locale.ENGLISH, blocks));
        return carried -> new Letter(variant, Map.of("name", carried.getFirst().addressee()));
    }

    /// So many deliveries, in memory.
    private static final class Plan implements Outbox, MailSender.Runs {
        private final int count;
        private int claimed;

        Plan(int count) {
            this.count = count;
        }

        @Override
        public Outbox begin() {
            return this;
        }

        @Override
        public void end(Outbox run) {
            // The process ends, too.
        }

        @Override
        public List<Claim> claim(Channel channel, int most, Instant now) {
            List<Claim> claims = new ArrayList<>();
            for (; claims.size() < most && claimed < count; claimed++) {
                Notice notice = new Notice(
                        claimed + 1L,
                        claimed + 1L,
                        claimed + 1L,
                        "",
                        Role.SELF,
                        "en",
                        List.of(Channel.EMAIL),
                        "us-ca",
                        "Quinn Example " + claimed,
                        "Quinn Example " + claimed,
                        List.of(),
                        "",
                        "",
                        "CA",
                        "US",
                        "person" + claimed + "@mail" + claimed % 50 + ".example",
                        "exposed",
                        List.of(),
                        List.of(),
                        LocalDate.EPOCH,
                        LocalDate.EPOCH);
                String key = String.format(Locale.ROOT, "%032x", claimed);
                claims.add(new Claim(claimed + 1L, key, channel, 1, List.of(notice)));
            }
            return claims;
        }

        @Override
        public void record(List<Result> results) {
            // Nobody asks for them: the sender counts.
        }

        @Override
        public List<Claim> inDoubt(Channel channel, int most, long afterDelivery) {
            return List.of();
        }

        @Override
        public void settle(List<Result> results, String rule) {
            throw new IllegalStateException("nothing was in doubt");
        }
    }
}
