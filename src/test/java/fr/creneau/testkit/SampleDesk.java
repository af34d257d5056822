package fr.creneau.testkit;

import fr.creneau.config.ConfigLoader;
import fr.creneau.schedule.ScheduleCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * One desk as the schedule file has it, whose slots of half an hour begin a week from today: for sites that are measured, loaded or broken.
 *
 * @param hours of each day, as {@code 08:00-11:00}
 * @param capacity of each slot
 * @param releases all of its days may be in one
 */
public record SampleDesk(String id, int days, String hours, int capacity, List<Release> releases) {
    public static final ZoneId ZONE = ZoneId.of("America/Cayenne");
    public static final String COMMUNE = "97302";

    /** @param opens a full minute of the desk's zone: the file knows no seconds */
    public record Release(String id, LocalDateTime opens, boolean waitingRoom) {}

    public SampleDesk(String id, int days, String hours, int capacity) {
        this(id, days, hours, capacity, List.of());
    }

    public SampleDesk with(Release release) {
        return new SampleDesk(id, days, hours, capacity, List.of(release));
    }

    /** Puts it on sale at the site with that environment, as an operator would. */
    public void importInto(Map<String, String> environment, Path folder) throws IOException {
        int code = new ScheduleCommand()
                .run(List.of("import", write(folder).toString()), ConfigLoader.load(null, environment), System.out);
        if (code != 0) {
            throw new IllegalStateException("the schedule was refused");
        }
    }

    public Path write(Path folder) throws IOException {
        return Files.writeString(folder.resolve("schedule.yaml"), yaml());
    }

    private String yaml() {
        LocalDate first = LocalDate.now(ZONE).plusDays(7);
        LocalDate last = first.plusDays(days - 1L);
        StringBuilder yaml = new StringBuilder("""
                desks:
                  - id: %s
                    zone: %s
                    contact:
                      prefecture: Préfecture d'essai
                      office: Guichet d'essai
                      address: [rue de l'Essai]
                      phone: 0594 00 00 00
                    links:
                      site: https://example.org
                      first-permit: https://example.org
                      late-renewal: https://example.org
                      other-arrondissement: https://example.org
                    sender:
                      name: Essai
                      address: essai@example.org
                    rules:
                      - version: "1"
                        effective-from: 2012-01-01
                        opens-before: 2 months
                        closes-after: 6 months
                        late-fee-euros: 180
                        duplicate-validity: 2 months
                    communes:
                      - {code: %s, name: Cayenne, served: true}
                    slots:
                      from: %s
                      to: %s
                      minutes: 30
                      capacity: %d
                      hours:
                        monday: &day [%s]
                        tuesday: *day
                        wednesday: *day
                        thursday: *day
                        friday: *day
                        saturday: *day
                        sunday: *day
                """.formatted(id, ZONE, COMMUNE, first, last, capacity, hours));
        for (Release release : releases) {
            yaml.append("""
                        releases:
                          - id: %s
                            from: %s
                            to: %s
                            opens: %s
                            enrolment-from: 2012-01-01T00:00
                            waiting-room: %s
                    """.formatted(release.id(), first, last, release.opens(), release.waitingRoom()));
        }
        return yaml.toString();
    }
}
