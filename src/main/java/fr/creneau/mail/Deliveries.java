package fr.creneau.mail;

import io.vertx.ext.mail.SMTPException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Reads what became of a mail from how the mail client failed. */
final class Deliveries {
    private static final Pattern CODE = Pattern.compile("(\\d{3})[ -]?(\\d\\.\\d{1,3}\\.\\d{1,3})?.*", Pattern.DOTALL);

    private Deliveries() {}

    static Delivery of(Throwable failure) {
        if (failure instanceof SMTPException reply) {
            return ofReply(reply);
        } else if (failure instanceof TimeoutException) {
            return new Delivery.Deferred("timeout");
        } else if (failure instanceof SSLException) {
            return new Delivery.Unreachable("tls");
        } else if (failure instanceof ConnectException || failure instanceof UnknownHostException) {
            return new Delivery.Unreachable("connect");
        } else if (failure instanceof IOException) {
            return new Delivery.Deferred("closed");
        } else if (failure instanceof IllegalArgumentException) {
            return new Delivery.Refused("address");
        }
        return ofText(String.valueOf(failure.getMessage()));
    }

    /**
     * Where in the dialogue a reply came is only told by how the client's message begins. A 5xx to the greeting or the login is no
     * verdict on the mail, nor is one on the sender: that is ours, and mended by the operator.
     */
    private static Delivery ofReply(SMTPException reply) {
        String code = code(reply.getReplyMessage());
        String where = String.valueOf(reply.getMessage());
        if (where.startsWith("recipient address not accepted")
                || where.startsWith("DATA command not accepted")
                || where.startsWith("sending data failed")) {
            return reply.isPermanent() ? new Delivery.Refused(code) : new Delivery.Deferred(code);
        } else if (where.startsWith("sender address not accepted")) {
            return new Delivery.Deferred(code);
        }
        return new Delivery.Unreachable(code);
    }

    private static Delivery ofText(String text) {
        if (text.startsWith("STARTTLS required")) {
            return new Delivery.Unreachable("no-starttls");
        } else if (text.startsWith("login is required")) {
            return new Delivery.Unreachable("login");
        } else if (text.startsWith("message exceeds allowed size")) {
            return new Delivery.Refused("size");
        }
        return new Delivery.Deferred("fault");
    }

    /** Reply code and enhanced status: {@code 550 5.1.1}. The rest of a reply may quote an address. */
    private static String code(String reply) {
        Matcher matcher = CODE.matcher(reply);
        if (!matcher.matches()) {
            return "reply";
        }
        return matcher.group(2) == null ? matcher.group(1) : matcher.group(1) + " " + matcher.group(2);
    }
}
