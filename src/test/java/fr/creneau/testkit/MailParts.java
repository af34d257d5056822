package fr.creneau.testkit;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The leaves of a mail's tree of parts. */
public final class MailParts {
    private MailParts() {}

    /** Every part that is not a container, in order. */
    public static List<Part> leaves(Part part) throws MessagingException, IOException {
        if (!(part.getContent() instanceof Multipart several)) {
            return List.of(part);
        }
        List<Part> leaves = new ArrayList<>();
        for (int i = 0; i < several.getCount(); i++) {
            leaves.addAll(leaves(several.getBodyPart(i)));
        }
        return leaves;
    }

    /** The text of the first part of that type that is not an attachment, or nothing. */
    public static String first(Part mail, String type) throws MessagingException, IOException {
        for (Part part : leaves(mail)) {
            if (part.isMimeType(type) && !Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
                return String.valueOf(part.getContent());
            }
        }
        return "";
    }
}
