package fr.creneau.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.creneau.testkit.MailCatcher;
import fr.creneau.testkit.RedisProcess;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * How what the site costs grows with its desks, seats and tickets. Each size has a site of its own. Figures are processor time,
 * which what else the machine does hardly changes. Argument: the folder for {@code summary.json} and {@code index.html}.
 */
public final class Growth {
    private static final int[] SEATS = {100, 1_000, 10_000, 100_000};
    private static final int[] DESKS = {2, 4};
    private static final int SEATS_OF_EACH = 1_000;
    private static final int[] TICKETS = {1_000, 10_000, 100_000};

    private Growth() {}

    public static void main(String[] arguments) throws Exception {
        RedisProcess.preferInstalled();
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode summary = json.createObjectNode();
        summary.put("at", Instant.now().toString())
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("load_before", load());
        try (MailCatcher mails = MailCatcher.start()) {
            for (int seats : SEATS) {
                SeatGrowth.measure(
                        mails, folder, 1, seats, summary.withArray("seats").addObject());
            }
            for (int desks : DESKS) {
                SeatGrowth.measure(
                        mails,
                        folder,
                        desks,
                        SEATS_OF_EACH,
                        summary.withArray("seats").addObject());
            }
            for (int tickets : TICKETS) {
                TicketGrowth.measure(
                        mails, folder, tickets, summary.withArray("tickets").addObject());
            }
        }
        summary.put("load_after", load());
        json.writeValue(folder.resolve("summary.json").toFile(), summary);
        Files.writeString(folder.resolve("index.html"), new GrowthReport(summary).html());
        System.out.println(json.writeValueAsString(summary));
        System.exit(0);
    }

    /** What the machine does besides: processes that want to run, over the last minute. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
