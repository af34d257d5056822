package fr.creneau.bench;

import fr.creneau.testkit.JavaProcess;
import fr.creneau.testkit.JavaProcess.Program;
import fr.creneau.testkit.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A relay that takes every mail and keeps none, in a process of its own: what a real one costs is another machine's. */
public final class MailSink {
    private static final String END_OF_LINE = "\r\n";
    private static final String END_OF_MAIL = "\r\n.\r\n";

    private final NetSocket client;
    private final RecordParser parser;
    private boolean inMail;

    private MailSink(NetSocket client) {
        this.client = client;
        parser = RecordParser.newDelimited(END_OF_LINE, this::hear);
        client.handler(parser);
        say("220 sink.example ESMTP");
    }

    /** @param arguments the port */
    public static void main(String[] arguments) {
        Vertx.vertx()
                .createNetServer()
                .connectHandler(MailSink::new)
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .await();
    }

    static JavaProcess start(Path folder) {
        int port = Ports.free();
        return Program.of(MailSink.class, Map.of(), folder.resolve("mail-sink.log"), "-Xmx64m")
                .server(port, String.valueOf(port))
                .start();
    }

    private void hear(Buffer said) {
        if (inMail) {
            inMail = false;
            parser.delimitedMode(END_OF_LINE);
            say("250 2.0.0 accepted");
            return;
        }
        String verb = said.toString().split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO" -> say("250-sink.example", "250-8BITMIME", "250-ENHANCEDSTATUSCODES", "250 PIPELINING");
            case "DATA" -> {
                inMail = true;
                parser.delimitedMode(END_OF_MAIL);
                say("354 go on");
            }
            case "QUIT" -> {
                say("221 2.0.0 bye");
                client.end();
            }
            case "HELO", "MAIL", "RCPT", "RSET", "NOOP" -> say("250 2.0.0 ok");
            default -> say("502 5.5.1 not known");
        }
    }

    private void say(String... lines) {
        client.write(String.join(END_OF_LINE, lines) + END_OF_LINE);
    }
}
