package fr.creneau.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How the content of a mail is kept between the transaction that caused it and the relay. Instants, days and durations are ISO-8601
 * texts. An older row is read by a newer version: fields nobody knows any more are passed over.
 */
public final class MailContentJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private MailContentJson() {}

    public static String write(MailContent content) {
        try {
            return MAPPER.writerFor(MailContent.class).writeValueAsString(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("every mail content can be written: " + content.getClass());
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is no mail content; the message does not quote it, since it may hold personal data
     */
    @SuppressWarnings("UnusedException") // Jackson's message quotes the text
    public static MailContent read(String json) {
        try {
            return MAPPER.readValue(json, MailContent.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException("not the content of a mail");
        }
    }
}
