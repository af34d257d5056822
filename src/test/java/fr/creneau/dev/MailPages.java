package fr.creneau.dev;

import fr.creneau.dev.CaughtMails.Caught;
import fr.creneau.testkit.MailParts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code /dev/mail}: what the mail catcher accepted, each mail as HTML, as text and as it came, and its attachments. */
final class MailPages {
    private static final String PATH = "/dev/mail";
    private static final int MOST = 100;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final CaughtMails mails;

    MailPages(CaughtMails mails) {
        this.mails = mails;
    }

    void mount(Router router) {
        router.get(PATH)
                .blockingHandler(context -> answer(context, () -> {
                    send(context, HTML, list(mails.newest(MOST)));
                    return true;
                }));
        router.get(PATH + "/:id/html")
                .blockingHandler(context -> answer(
                        context,
                        () -> found(context, caught -> {
                            // Pictures of the mail are parts of it.
                            String html = MailParts.first(caught.mail(), "text/html");
                            for (int i = 0; i < caught.parts().size(); i++) {
                                String[] ids = caught.parts().get(i).getHeader("Content-ID");
                                if (ids != null) {
                                    html = html.replace(
                                            "cid:" + ids[0].replaceAll("[<>]", ""),
                                            PATH + "/" + caught.id() + "/part/" + i);
                                }
                            }
                            send(context, HTML, html);
                        })));
        router.get(PATH + "/:id/text")
                .blockingHandler(context -> answer(
                        context,
                        () -> found(
                                context, caught -> send(context, TEXT, MailParts.first(caught.mail(), "text/plain")))));
        router.get(PATH + "/:id/raw")
                .blockingHandler(context -> answer(
                        context,
                        () -> found(context, caught -> send(context, "text/plain; charset=us-ascii", caught.raw()))));
        router.get(PATH + "/:id/part/:part")
                .blockingHandler(context -> answer(
                        context,
                        () -> found(context, caught -> {
                            Part part = caught.parts().get(Integer.parseInt(context.pathParam("part")));
                            context.response()
                                    .putHeader(
                                            "Content-Disposition",
                                            "inline; filename=\"" + name(part).replaceAll("[^\\w.-]", "_") + '"');
                            send(
                                    context,
                                    part.getContentType().replaceAll("[\\r\\n\\t ]+", " "),
                                    Buffer.buffer(part.getInputStream().readAllBytes()));
                        })));
    }

    private String list(List<Caught> caught) throws MessagingException, IOException {
        StringBuilder rows = new StringBuilder();
        for (Caught mail : caught) {
            rows.append(row(mail));
        }
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Caught mails</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>body{font:16px/1.5 sans-serif;margin:1rem;max-width:70rem}table{border-collapse:collapse;width:100%%}
                th,td{text-align:left;padding:.4rem .4rem;overflow-wrap:anywhere;border-bottom:1px solid #ccc;vertical-align:top}</style>
                <h1>Caught mails</h1><p>%d mails, the newest first. <a href="/dev/mail">Refresh</a> · <a href="/">Site</a></p>
                <table><thead><tr><th>When (UTC)<th>To<th>Subject<th>See<th>Attachments</thead><tbody>%s</tbody></table>""".formatted(caught.size(), rows);
    }

    private static String row(Caught caught) throws MessagingException, IOException {
        String self = PATH + "/" + caught.id();
        StringBuilder attachments = new StringBuilder();
        for (int i = 0; i < caught.parts().size(); i++) {
            Part part = caught.parts().get(i);
            if (part.getFileName() != null) {
                attachments.append("<a href=\"%s/part/%d\">%s</a><br>".formatted(self, i, escape(name(part))));
            }
        }
        String when =
                caught.id().replaceAll("^(\\d{4})(\\d\\d)(\\d\\d)-(\\d\\d)(\\d\\d)(\\d\\d).*", "$1-$2-$3 $4:$5:$6");
        return """
                <tr><td>%s<td>%s<td>%s<td><a href="%s/html">HTML</a> · <a href="%s/text">text</a> · <a href="%s/raw">source</a><td>%s""".formatted(
                when,
                escape(MimeUtility.decodeText(String.valueOf(caught.mail().getHeader("To", ", ")))),
                escape(String.valueOf(caught.mail().getSubject())),
                self,
                self,
                self,
                attachments);
    }

    private interface Page {
        boolean write() throws MessagingException, IOException;
    }

    private interface MailPage {
        void write(Caught caught) throws MessagingException, IOException;
    }

    private boolean found(RoutingContext context, MailPage page) throws MessagingException, IOException {
        Optional<Caught> caught = mails.find(context.pathParam("id"));
        if (caught.isPresent()) {
            page.write(caught.get());
        }
        return caught.isPresent();
    }

    private static void answer(RoutingContext context, Page page) {
        try {
            if (!page.write()) {
                context.response().setStatusCode(404).end("no such mail");
            }
        } catch (IndexOutOfBoundsException | NumberFormatException noSuchPart) {
            context.response().setStatusCode(404).end("no such part");
        } catch (MessagingException | IOException failure) {
            context.fail(failure);
        }
    }

    private static void send(RoutingContext context, String type, String body) {
        send(context, type, Buffer.buffer(body));
    }

    private static void send(RoutingContext context, String type, Buffer body) {
        HttpServerResponse response = context.response();
        // A mail brings its own style; nothing of it may run or fetch.
        response.putHeader(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:")
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        response.end(body);
    }

    private static String name(Part part) throws MessagingException {
        return part.getFileName() == null ? "part" : part.getFileName();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
