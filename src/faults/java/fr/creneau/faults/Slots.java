package fr.creneau.faults;

import static org.awaitility.Awaitility.await;

import fr.creneau.faults.Client.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What is on sale, or announced. */
record Slots(List<String> ids) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** So many people in a row want the same slot. */
    private static final int FASHION = 30;

    static Slots of(Site site, Client client) {
        return await("slots on sale")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> read(client.api("GET", site.anywhere("/api/v1/desks/" + Site.DESK + "/slots"), "", "")),
                        slots -> !slots.ids().isEmpty());
    }

    private static Slots read(Answer answer) throws IOException {
        List<String> ids = new ArrayList<>();
        answer.json().path("slots").forEach(slot -> ids.add(slot.path("id").asText()));
        return new Slots(ids);
    }

    /** One in two is the one that everybody wants just now. */
    String wanted(long person) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long index = random.nextBoolean() ? person / FASHION : random.nextInt(ids.size());
        return ids.get((int) (index % ids.size()));
    }
}
