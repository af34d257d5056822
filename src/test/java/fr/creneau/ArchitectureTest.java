package fr.creneau;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the house: which package may know which, and how large its rooms are. */
@AnalyzeClasses(packages = "fr.creneau", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final int LONGEST_VERTICLE = 120;
    private static final int LONGEST_CLASS = 300;

    @ArchTest
    static final ArchRule theDomainIsPureJava = classes()
            .that()
            .resideInAPackage("fr.creneau.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "fr.creneau.domain..",
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.net",
                    "java.nio",
                    "java.security",
                    "java.text",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("fr.creneau.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule featuresMeetThroughMessagesOnly = noClasses()
            .that()
            .resideInAPackage("fr.creneau.web..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "fr\\.creneau\\.(hold|booking|schedule|challenge|waitingroom|mail)\\..*(Verticle|Store|Sql|Scripts)");

    @ArchTest
    static final ArchRule nobodyKnowsTheWeb = noClasses()
            .that()
            .resideInAnyPackage("fr.creneau.(*)..")
            .and()
            .resideOutsideOfPackage("fr.creneau.web..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("fr.creneau.web..");

    @ArchTest
    static final ArchRule holdsKnowNeitherBookingsNorSchedules = noClasses()
            .that()
            .resideInAPackage("fr.creneau.hold..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "fr.creneau.booking..", "fr.creneau.schedule..", "fr.creneau.challenge..", "fr.creneau.mail..");

    @ArchTest
    static final ArchRule theChallengeKnowsNoBookings = noClasses()
            .that()
            .resideInAPackage("fr.creneau.challenge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("fr.creneau.booking..");

    @ArchTest
    static final ArchRule paperIsMadeWithoutBackends = noClasses()
            .that()
            .resideInAPackage("fr.creneau.convocation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx..", "java.sql..", "fr.creneau.bus..", "fr.creneau.pg..", "fr.creneau.redis..");

    @ArchTest
    static final ArchRule postgresIsNotReachedFromTheWeb = noClasses()
            .that()
            .resideInAPackage("fr.creneau.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "io.vertx.redis..", "java.sql..");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("fr.creneau.Main")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule oneWayToLog = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule nobodyWaitsForAFuture = noClasses()
            .should()
            .callMethod("java.util.concurrent.CompletableFuture", "get")
            .orShould()
            .callMethod("java.util.concurrent.CompletableFuture", "join")
            .orShould()
            .callMethod("java.lang.Thread", "sleep", "long");

    @ArchTest
    static final ArchRule onlyTheProgramItselfAwaits = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("fr.creneau.Main")
            .should()
            .callMethod("io.vertx.core.Future", "await")
            .orShould()
            .callMethod("io.vertx.core.Future", "await", "long", "java.util.concurrent.TimeUnit");

    @ArchTest
    static void theRulesSeeTheCode(JavaClasses classes) {
        assertThat(classes.contain("fr.creneau.web.WebVerticle")).isTrue();
        assertThat(classes.contain("fr.creneau.dev.DevMain")).isFalse();
    }

    @Test
    void aVerticleWiresAndNoMore() {
        assertThat(longerThan(LONGEST_VERTICLE, name -> name.endsWith("Verticle.java")))
                .isEmpty();
        assertThat(sources(name -> name.endsWith("Verticle.java"))
                        .filter(
                                file -> content(file)
                                        .anyMatch(
                                                line -> line.matches(
                                                        "(?i).*\"\\s*(select|insert|update|delete|with)\\s.*|.*redis\\.call.*|.*\"<[a-z]+[ >].*")))
                        .map(Path::toString))
                .as("SQL, Lua or HTML in a verticle")
                .isEmpty();
    }

    @Test
    void noClassIsTooLongToRead() {
        assertThat(longerThan(LONGEST_CLASS, name -> true)).isEmpty();
    }

    @Test
    void everyPackageIsDescribedAndNullMarked() throws IOException {
        try (Stream<Path> folders = Files.walk(SOURCES).filter(Files::isDirectory)) {
            assertThat(folders.filter(folder -> children(folder).anyMatch(name -> name.endsWith(".java")))
                            .filter(folder -> content(folder.resolve("package-info.java"))
                                    .noneMatch(line -> line.equals("@NullMarked")))
                            .map(Path::toString))
                    .isEmpty();
        }
    }

    private static List<String> longerThan(int lines, Predicate<String> name) {
        return sources(name)
                .filter(file -> content(file).count() > lines)
                .map(Path::toString)
                .toList();
    }

    private static Stream<Path> sources(Predicate<String> name) {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files
                    .filter(file -> file.toString().endsWith(".java")
                            && name.test(file.getFileName().toString()))
                    .toList()
                    .stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<String> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<String> content(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream() : Stream.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
