package fr.creneau.convocation;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** XHTML to a tagged, archivable PDF (PDF/UA-1 and PDF/A-3U): fonts and colours embedded, nothing fetched from anywhere. Thread-safe. */
final class PdfPrinter {
    private static final String FAMILY = "Liberation Sans";
    private static final byte[] REGULAR = Resources.bytes("/liberation/LiberationSans-Regular.ttf");
    private static final byte[] BOLD = Resources.bytes("/liberation/LiberationSans-Bold.ttf");
    private static final byte[] COLOURS =
            ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

    static {
        // What it logs quotes the letter, and with it a person's name; its faults come as exceptions.
        XRLog.setLoggingEnabled(false);
    }

    private PdfPrinter() {}

    /** @param xhtml well-formed; its images are {@code data:} URIs */
    static byte[] print(String xhtml) {
        try (ByteArrayOutputStream pdf = new ByteArrayOutputStream()) {
            PdfRendererBuilder builder = new PdfRendererBuilder();
            builder.usePdfUaAccessibility(true);
            builder.usePdfAConformance(PdfAConformance.PDFA_3_U);
            builder.useColorProfile(COLOURS);
            builder.useFont(() -> new ByteArrayInputStream(REGULAR), FAMILY, 400, FontStyle.NORMAL, true);
            builder.useFont(() -> new ByteArrayInputStream(BOLD), FAMILY, 700, FontStyle.NORMAL, true);
            builder.useExternalResourceAccessControl(
                    (uri, type) -> uri.startsWith("data:"), ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
            builder.withHtmlContent(xhtml, null);
            builder.toStream(pdf);
            builder.run();
            return pdf.toByteArray();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Files of the class path. */
    static final class Resources {
        private Resources() {}

        static byte[] bytes(String path) {
            try (InputStream stream = PdfPrinter.class.getResourceAsStream(path)) {
                if (stream == null) {
                    throw new IllegalStateException("missing resource " + path);
                }
                return stream.readAllBytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        static String text(String path) {
            return new String(bytes(path), StandardCharsets.UTF_8);
        }
    }
}
