package fr.creneau.convocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import fr.creneau.domain.Language;
import fr.creneau.domain.booking.Appointment;
import fr.creneau.domain.eligibility.Procedure;
import fr.creneau.text.Messages;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.verapdf.pdfa.flavours.PDFAFlavour;

class ConvocationPdfTest {
    static Stream<Arguments> letters() {
        return Stream.of(
                        Papers.appointment(),
                        Papers.appointment(Procedure.MODIFICATION, "Nguyễn Thị", "HẰNG", 0),
                        Papers.appointment(Procedure.DUPLICATE, "Łukasz", "ŻÓŁĆ-ÐORÐEVIĆ", 0),
                        Papers.appointment(Procedure.RENEWAL, "Иван Σωκράτης", "<b>& \"O’Neil\" {{x}}", 180),
                        Papers.appointment(
                                Procedure.RENEWAL,
                                "Marie-Antoinette Joséphine Philomène Geneviève Scholastique Ñandú",
                                "Rajaonarimampianina-Andriamanalina-Rakotoarisoa de la Fontaine-Beauséjour",
                                180))
                .flatMap(appointment ->
                        Stream.of(Language.values()).map(language -> Arguments.of(appointment, language)));
    }

    @ParameterizedTest
    @MethodSource("letters")
    void theLetterIsTaggedAndArchivableAndOnePage(Appointment appointment, Language language) throws IOException {
        byte[] pdf = ConvocationPdf.render(appointment, Papers.desk(), language);
        assertThat(PdfChecker.violations(pdf, PDFAFlavour.PDFA_3_U)).isEmpty();
        assertThat(PdfChecker.violations(pdf, PDFAFlavour.PDFUA_1)).isEmpty();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo(language.code());
            assertThat(document.getDocumentInformation().getTitle())
                    .isEqualTo(Messages.of(language).get("convocation.title"));
        }
        assertThat(text(pdf)).contains(appointment.applicant().lastName().substring(0, 4));
    }

    @Test
    void scriptsWeHaveNoFontForAndUnprintableCharactersDoNotBreakTheLetter() {
        Appointment appointment =
                Papers.appointment(Procedure.RENEWAL, "محمد 李明 \ud83d\ude00", "A\u0000\u0008\ufffe\u200bB\ud83d", 0);
        byte[] pdf = ConvocationPdf.render(appointment, Papers.desk(), Language.FR);
        assertThat(PdfChecker.violations(pdf, PDFAFlavour.PDFA_3_U)).isEmpty();
        assertThat(PdfChecker.violations(pdf, PDFAFlavour.PDFUA_1)).isEmpty();
        assertThat(text(pdf)).contains(" AB");
    }

    @Test
    void aLongListOfDocumentsGoesOnToASecondPageThatConformsToo() throws IOException {
        String list = String.join(
                "\n", IntStream.range(0, 40).mapToObj(i -> "Pièce " + i).toList());
        byte[] pdf = ConvocationPdf.render(
                Papers.appointment(),
                Papers.desk(Map.of(Language.FR, Map.of("documents.renouvellement", list))),
                Language.FR);
        assertThat(PdfChecker.violations(pdf, PDFAFlavour.PDFA_3_U)).isEmpty();
        assertThat(PdfChecker.violations(pdf, PDFAFlavour.PDFUA_1)).isEmpty();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
        }
    }

    /** Else the tests above would prove nothing. */
    @Test
    void theCheckerFindsWhatAnOrdinaryPdfLacks() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            document.addPage(new PDPage());
            document.save(plain);
        }
        assertThat(PdfChecker.violations(plain.toByteArray(), PDFAFlavour.PDFA_3_U))
                .isNotEmpty();
        assertThat(PdfChecker.violations(plain.toByteArray(), PDFAFlavour.PDFUA_1))
                .isNotEmpty();
    }

    @Test
    void everyThingThePersonNeedsIsOnIt() {
        String french = text(ConvocationPdf.render(Papers.appointment(), Papers.desk(), Language.FR));
        assertThat(french)
                .contains("Préfecture de la Guyane")
                .contains("Bureau de l’accueil et du séjour des étrangers")
                .contains("Rue Fiedmond, BP 7008, 97307 Cayenne Cedex")
                .contains("0594 39 45 00")
                .contains("mardi 1er décembre 2026 à 8 h 30")
                .contains("7F3K-92QX")
                .contains("Marie-Josèphe ÉTIENNE")
                .contains("renouvellement de votre titre de séjour")
                .contains("Titre de séjour (original et copie)")
                .contains("Ce service est gratuit")
                .contains("annulez votre rendez-vous")
                .doesNotContain("180")
                // What the desk looks up by the reference is not on a paper that may be left lying about.
                .doesNotContain("9731023456")
                .doesNotContain("marie@example.org");
        String english = text(ConvocationPdf.render(Papers.appointment(), Papers.desk(), Language.EN));
        assertThat(english).contains("Tuesday 1 December 2026 at 8:30").contains("free of charge");
    }

    @Test
    void theFeeIsAnnouncedWhenItIsDue() {
        Appointment late = Papers.appointment(Procedure.RENEWAL, "Marie-Josèphe", "ÉTIENNE", 180);
        assertThat(text(ConvocationPdf.render(late, Papers.desk(), Language.FR)))
                .contains("Droit de visa de régularisation : 180 €")
                .contains("(13 novembre 2026)");
        assertThat(text(ConvocationPdf.render(late, Papers.desk(), Language.EN)))
                .contains("€180");
    }

    @Test
    void eachProcedureHasItsOwnListAndADeskMayHaveItsOwn() {
        Appointment duplicate = Papers.appointment(Procedure.DUPLICATE, "A", "B", 0);
        assertThat(text(ConvocationPdf.render(duplicate, Papers.desk(), Language.FR)))
                .contains("Déclaration de perte");
        assertThat(text(ConvocationPdf.render(
                        duplicate,
                        Papers.desk(Map.of(Language.FR, Map.of("documents.duplicata", "Un seul papier"))),
                        Language.FR)))
                .contains("Un seul papier")
                .doesNotContain("Déclaration de perte");
    }

    @Test
    void theQrCodeReadsAsTheReference() throws Exception {
        byte[] pdf = ConvocationPdf.render(Papers.appointment(), Papers.desk(), Language.FR);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 150);
            int[] pixels = page.getRGB(0, 0, page.getWidth(), page.getHeight(), null, 0, page.getWidth());
            BinaryBitmap bitmap = new BinaryBitmap(
                    new HybridBinarizer(new RGBLuminanceSource(page.getWidth(), page.getHeight(), pixels)));
            assertThat(new QRCodeReader().decode(bitmap).getText()).isEqualTo("7F3K-92QX");
            assertThat(document.getDocumentCatalog().getCOSObject().getDictionaryObject(COSName.STRUCT_TREE_ROOT))
                    .isNotNull();
        }
    }

    @Test
    void severalThreadsMayPrintAtOnce() {
        List<String> texts = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> text(ConvocationPdf.render(
                        Papers.appointment(Procedure.RENEWAL, "Personne", "N" + i + "N", 0),
                        Papers.desk(),
                        Language.FR)))
                .toList();
        assertThat(texts).hasSize(16);
        IntStream.range(0, 16).forEach(i -> assertThat(texts.get(i)).contains("Personne N" + i + "N"));
    }

    @Test
    void howLongALetterTakes(TestReporter reporter) {
        long[] micros = IntStream.range(0, 20)
                .mapToLong(i -> {
                    long began = System.nanoTime();
                    ConvocationPdf.render(Papers.appointment(), Papers.desk(), Language.FR);
                    return (System.nanoTime() - began) / 1_000;
                })
                .skip(10)
                .sorted()
                .toArray();
        assertThat(Arrays.stream(micros)).allMatch(took -> took > 0);
        reporter.publishEntry("convocation, warm, p50", micros[micros.length / 2] + " µs");
    }

    /** Spaces of all kinds as spaces, lines joined. */
    private static String text(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("[\\s\\u00a0\\u202f]+", " ");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
