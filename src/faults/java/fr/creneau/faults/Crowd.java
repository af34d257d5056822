package fr.creneau.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Applicants, one after the other on each of a few threads, and the one who opens their mails. */
final class Crowd implements AutoCloseable {
    private static final int APPLICANTS = 12;
    /** Numbers of people are never the same twice in one run of the program. */
    private static final AtomicLong people = new AtomicLong();

    private final AtomicBoolean selling = new AtomicBoolean(true);
    private final AtomicBoolean reading = new AtomicBoolean(true);
    private final List<Thread> applicants = new ArrayList<>();
    private final Thread mailbox;

    private Crowd(Site site, History history, Client client, List<String> slots) {
        for (int i = 0; i < APPLICANTS; i++) {
            Applicant applicant = new Applicant(site, history, client, slots, people);
            applicants.add(started("applicant " + i, () -> {
                while (selling.get()) {
                    applicant.apply();
                }
            }));
        }
        Mailbox mails = new Mailbox(site, history, client);
        mailbox = started("mailbox", () -> {
            while (reading.get()) {
                mails.open();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            mails.leave();
        });
    }

    static Crowd start(Site site, History history) {
        Client client = new Client();
        return new Crowd(site, history, client, Applicant.slots(site, client));
    }

    /** Nobody begins anew; whoever has begun ends. Mails are still read. */
    void lastCall() throws InterruptedException {
        selling.set(false);
        for (Thread applicant : applicants) {
            applicant.join();
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
