package fr.creneau.web;

import fr.creneau.crypto.Tokens;
import fr.creneau.text.PrivateUse;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A page in pieces: between them go the visitor's own texts. The pieces are compressed once, each so that it stands alone; what goes
 * between is stored as it is. Nothing that differs between visitors is compressed together with anything, so that lengths tell nothing
 * about it. Immutable.
 */
final class PagePieces {
    /** Of {@link PrivateUse}: no sentence and no name of a desk has them. */
    private static final char FIRST_HOLE = '\uE000';

    private static final int HOLES = 64;
    /** The last one: the form's token. */
    static final int TOKEN = HOLES - 1;

    private static final int LONGEST_STORED = 0xFFFF;
    private static final int BUFFER = 8192;
    private static final int HASH_CHARS = 16;
    private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    /** An empty last block. */
    private static final byte[] DEFLATE_END = {3, 0};
    /** For the visitor's own texts, and what stands around the pieces; a buffer of which they need more grows. */
    private static final int ROOM = 1_024;

    private final List<byte[]> plain = new ArrayList<>();
    private final List<byte[]> deflated = new ArrayList<>();
    /** Of each piece but the last, which text follows it. */
    private final List<Integer> holes = new ArrayList<>();

    private final boolean token;
    private final int plainLength;
    private final int deflatedLength;
    private final String hash;

    /** @param html with {@link #hole holes} */
    PagePieces(String html) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        int start = 0;
        for (int i = 0; i < html.length(); i++) {
            int hole = html.charAt(i) - FIRST_HOLE;
            if (hole >= 0 && hole < HOLES) {
                add(html.substring(start, i), deflater);
                holes.add(hole);
                start = i + 1;
            }
        }
        add(html.substring(start), deflater);
        deflater.end();
        token = holes.contains(TOKEN);
        plainLength = plain.stream().mapToInt(piece -> piece.length).sum();
        deflatedLength = deflated.stream().mapToInt(piece -> piece.length).sum();
        hash = hash(html);
    }

    /** The place of that text; the last one is the token's. */
    static String hole(int number) {
        if (number < 0 || number > TOKEN) {
            throw new IllegalArgumentException("a page has no place for own text " + number);
        }
        return String.valueOf((char) (FIRST_HOLE + number));
    }

    /** Whether there is a form on it. */
    boolean hasToken() {
        return token;
    }

    private void add(String piece, Deflater deflater) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        plain.add(bytes);
        deflated.add(deflate(bytes, deflater));
    }

    /** Ends on a whole byte, and refers to nothing before it. */
    private static byte[] deflate(byte[] bytes, Deflater deflater) {
        deflater.setInput(bytes);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        int length;
        do {
            length = deflater.deflate(buffer, 0, buffer.length, Deflater.FULL_FLUSH);
            out.write(buffer, 0, length);
        } while (length == buffer.length);
        return out.toByteArray();
    }

    /** The page as it is. */
    Buffer plain(Own own) {
        Buffer page = Buffer.buffer(plainLength + ROOM);
        for (int i = 0; i < plain.size(); i++) {
            page.appendBytes(plain.get(i));
            if (i < holes.size()) {
                page.appendBytes(own.bytes(holes.get(i)));
            }
        }
        return page;
    }

    /** The same page for whoever accepts gzip. */
    Buffer gzip(Own own) {
        CRC32 crc = new CRC32();
        int length = plainLength;
        Buffer page = Buffer.buffer(deflatedLength + ROOM).appendBytes(GZIP_HEAD);
        for (int i = 0; i < plain.size(); i++) {
            crc.update(plain.get(i));
            page.appendBytes(deflated.get(i));
            if (i < holes.size()) {
                byte[] text = own.bytes(holes.get(i));
                crc.update(text);
                length += text.length;
                store(page, text);
            }
        }
        return page.appendBytes(DEFLATE_END).appendIntLE((int) crc.getValue()).appendIntLE(length);
    }

    private static void store(Buffer page, byte[] text) {
        if (text.length > LONGEST_STORED) {
            throw new IllegalArgumentException("a text of a visitor's own is a sentence, not a page");
        }
        page.appendByte((byte) 0)
                .appendUnsignedShortLE(text.length)
                .appendUnsignedShortLE(~text.length & LONGEST_STORED)
                .appendBytes(text);
    }

    /** Names this page with those texts, but for the form's token: any token of that session does. In quotes, and weak. */
    String tag(Own own, String session) {
        return "W/\"" + hash(hash + "\n" + session + "\n" + String.join("\n", own.texts())) + '"';
    }

    private static String hash(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Tokens.hash(text))
                .substring(0, HASH_CHARS);
    }

    /**
     * What goes into the holes.
     *
     * @param texts as HTML
     */
    record Own(List<String> texts, String token) {
        byte[] bytes(int hole) {
            return (hole == TOKEN ? token : texts.get(hole)).getBytes(StandardCharsets.UTF_8);
        }
    }
}
