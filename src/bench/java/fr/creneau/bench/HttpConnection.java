package fr.creneau.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One kept-alive connection with at most one request under way. Answers must have a Content-Length. */
final class HttpConnection {
    private static final int PAGE = 256 * 1024;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final ByteBuffer in;
    private long meant;
    private int status;
    /** Bytes of the whole answer; -1 while its head is not complete. */
    private int length;

    private int head;

    HttpConnection(SocketChannel channel) {
        this(channel, PAGE);
    }

    /** @param longest of all answers, in bytes */
    HttpConnection(SocketChannel channel, int longest) {
        this.channel = channel;
        this.in = ByteBuffer.allocate(longest);
    }

    /** @param meantToLeave the instant, by System.nanoTime, from which its time counts */
    void ask(byte[] request, long meantToLeave) throws IOException {
        meant = meantToLeave;
        length = -1;
        in.clear();
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            // A request of a few hundred bytes fits the socket's buffer: this does not turn.
            channel.write(out);
        }
    }

    long meant() {
        return meant;
    }

    int status() {
        return status;
    }

    /** The body of a complete answer. */
    String body() {
        return new String(in.array(), head, length - head, StandardCharsets.UTF_8);
    }

    /** Reads what is there. Returns whether the answer is complete. */
    boolean read() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed a connection");
        }
        if (length < 0) {
            readHead();
        }
        return length >= 0 && in.position() >= length;
    }

    private void readHead() {
        byte[] bytes = in.array();
        int end = in.position();
        for (int i = 3; i < end; i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n' && bytes[i - 1] == '\r') {
                status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
                head = i + 1;
                length = head + contentLength(bytes, i);
                return;
            }
        }
    }

    private static int contentLength(byte[] bytes, int end) {
        for (int line = 0; line < end; line++) {
            if (bytes[line] == '\n' && startsWithLength(bytes, line + 1, end)) {
                int value = 0;
                for (int i = line + 1 + LENGTH.length; bytes[i] != '\r'; i++) {
                    value = bytes[i] == ' ' ? value : value * 10 + bytes[i] - '0';
                }
                return value;
            }
        }
        return 0;
    }

    private static boolean startsWithLength(byte[] bytes, int from, int end) {
        if (from + LENGTH.length > end) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if ((bytes[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    void close() throws IOException {
        channel.close();
    }
}
