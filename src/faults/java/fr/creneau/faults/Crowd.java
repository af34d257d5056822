package fr.creneau.faults;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Visitors, one after the other on each of some threads, and the one who opens their mails. */
final class Crowd implements AutoCloseable {
    private static final int APPLICANTS = 12;
    private static final int QUEUERS = 60;
    /** How often the mailbox is looked into. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    /** Numbers of people are never the same twice in one run of the program. */
    private static final AtomicLong people = new AtomicLong();

    private final AtomicBoolean selling = new AtomicBoolean(true);
    private final AtomicBoolean reading = new AtomicBoolean(true);
    private final List<Thread> visitors = new ArrayList<>();
    private final Thread mailbox;

    /** What somebody does once the questions of the first page are answered. */
    interface Visitor {
        /** @param selling whether it is still worth waiting */
        void visit(Journey journey, long person, BooleanSupplier selling) throws InterruptedException, IOException;
    }

    private Crowd(Site site, History history, Client client, Visitor visitor, int threads) {
        for (int i = 0; i < threads; i++) {
            visitors.add(started("visitor " + i, () -> {
                while (selling.get()) {
                    long person = people.incrementAndGet();
                    Optional<Journey> journey = Journey.begin(site, history, client, person);
                    if (journey.isPresent()) {
                        visitor.visit(journey.get(), person, selling::get);
                    }
                }
            }));
        }
        Mailbox mails = new Mailbox(site, history, client);
        mailbox = started("mailbox", () -> {
            await().forever().pollInterval(GLANCE).until(() -> {
                mails.open();
                return !reading.get();
            });
            mails.leave();
        });
    }

    static Crowd start(Site site, History history) {
        Client client = new Client();
        Slots slots = Slots.of(site, client);
        return site.hasWaitingRoom()
                ? new Crowd(site, history, client, new Queuer(slots), QUEUERS)
                : new Crowd(site, history, client, new Applicant(slots), APPLICANTS);
    }

    /** Nobody begins anew; whoever has begun ends. Mails are still read. */
    void lastCall() throws InterruptedException {
        selling.set(false);
        for (Thread visitor : visitors) {
            visitor.join();
        }
    }

    @Override
    public void close() throws InterruptedException {
        lastCall();
        reading.set(false);
        mailbox.join();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Thread started(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (Exception failure) {
                        throw new IllegalStateException(failure);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
