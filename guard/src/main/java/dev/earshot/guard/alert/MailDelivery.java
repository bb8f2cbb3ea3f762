package dev.earshot.guard.alert;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Properties;

/// Sends an alert as a plain text message.
final class MailDelivery implements Courier.Delivery {
    private final AlertSettings.Mail mail;
    private final Session session;

    MailDelivery(AlertSettings.Mail mail, AlertSettings.Pace pace) {
        this.mail = mail;
        String timeout = Long.toString(pace.timeout().toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", mail.host());
        properties.setProperty("mail.smtp.port", Integer.toString(mail.port()));
        properties.setProperty("mail.smtp.connectiontimeout", timeout);
        properties.setProperty("mail.smtp.timeout", timeout);
        properties.setProperty("mail.smtp.writetimeout", timeout);
        properties.setProperty("mail.smtp.localhost", "localhost");
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.auth", Boolean.toString(mail.login().isPresent()));
        switch (mail.security()) {
            case NONE -> {}
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
        }
        mail.ca()
                .ifPresent(file -> properties.put(
                        "mail.smtp.ssl.socketFactory", Trust.in(file).getSocketFactory()));
        this.session = Session.getInstance(properties);
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage message = message(alert);
            if (mail.login().isPresent()) {
                AlertSettings.Login login = mail.login().get();
                transport.connect(login.user(), login.password().value());
            } else {
                transport.connect();
            }
            transport.sendMessage(message, message.getAllRecipients());
        } catch (AuthenticationFailedException refused) {
            throw new Courier.Refused("the server refuses the user or the password");
        } catch (SendFailedException refused) {
            // A server that puts it off answers 4xx to a recipient, which may pass.
            throw new Courier.Unanswered("the server takes no message for a recipient");
        } catch (AddressException wrong) {
            throw new Courier.Refused("an address is none");
        } catch (MessagingException failed) {
            throw new Courier.Unanswered(failed.getClass().getSimpleName());
        }
    }

    private MimeMessage message(Alert alert) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(mail.from()));
        for (String to : mail.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        message.setSubject("[Earshot] " + alert.title(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(alert.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setText(
                alert.text() + "\n" + alert.level().id() + ", " + alert.at() + "\n", StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }
}
