package dev.earshot.guard.alert;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Sends an alert as a message of RFC 5424: over UDP (RFC 5426), TCP with octet counting (RFC 6587, section 3.4.1), or
/// TLS (RFC 5425). Syslog has no answer, so what a server lost is not known here.
final class SyslogDelivery implements Courier.Delivery {
    /// RFC 5426, section 3.2: receivers should take 2,048 octets.
    private static final int LONGEST_DATAGRAM = 2048;

    /// RFC 5425, section 4.3.1: receivers should take 8,192 octets.
    private static final int LONGEST_FRAME = 8192;

    private final AlertSettings.Syslog syslog;
    private final AlertSettings.Pace pace;

    SyslogDelivery(AlertSettings.Syslog syslog, AlertSettings.Pace pace) {
        this.syslog = syslog;
        this.pace = pace;
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        switch (syslog.transport()) {
            case UDP -> {
                byte[] message = cut(message(alert, syslog.facility()), LONGEST_DATAGRAM);
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.send(new DatagramPacket(
                            message, message.length, InetAddress.getByName(syslog.host()), syslog.port()));
                }
            }
            case TCP -> {
                try (Socket socket = connected()) {
                    write(alert, socket);
                }
            }
            case TLS -> {
                try (SSLSocket socket = (SSLSocket)
                        context().getSocketFactory().createSocket(connected(), syslog.host(), syslog.port(), true)) {
                    SSLParameters parameters = socket.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                    socket.setSSLParameters(parameters);
                    socket.startHandshake();
                    write(alert, socket);
                }
            }
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        int timeout = Math.toIntExact(pace.timeout().toMillis());
        try {
            socket.setSoTimeout(timeout);
            socket.connect(new InetSocketAddress(syslog.host(), syslog.port()), timeout);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private SSLContext context() throws IOException {
        try {
            return syslog.ca().isPresent() ? Trust.in(syslog.ca().get()) : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException(e);
        }
    }

    private void write(Alert alert, Socket socket) throws IOException {
        byte[] message = cut(message(alert, syslog.facility()), LONGEST_FRAME);
        OutputStream out = socket.getOutputStream();
        byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[length.length + message.length];
        System.arraycopy(length, 0, frame, 0, length.length);
        System.arraycopy(message, 0, frame, length.length, message.length);
        out.write(frame);
        out.flush();
    }

    /// `<134>1 2026-11-20T10:00:00Z - earshot - new-third-party - text`. A byte order mark says that the text is UTF-8
    /// (RFC 5424, section 6.4); ASCII goes without.
    static byte[] message(Alert alert, int facility) {
        String text = alert.title()
                + alert.facts().stream()
                        .map(fact -> "; " + fact.name() + ": " + fact.value())
                        .collect(Collectors.joining());
        boolean ascii = text.chars().allMatch(c -> c < 128);
        return ("<" + (facility * 8 + alert.level().severity()) + ">1 "
                        + alert.at().truncatedTo(ChronoUnit.MILLIS) + " - earshot - " + alert.kind() + " - "
                        + (ascii ? "" : "\uFEFF") + text)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// At most so many bytes, whole characters.
    static byte[] cut(byte[] message, int most) {
        if (message.length <= most) {
            return message;
        }
        int end = most;
        while (end > 0 && (message[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(message, end);
    }
}
