package fr.creneau.faults;

import fr.creneau.testkit.JavaProcess;
import java.util.concurrent.TimeUnit;

/** What happens to instances, and to the network of all. */
final class Injections {
    private Injections() {}

    static void killInstance(Site site, History history) throws InterruptedException {
        site.instances().get(1).kill();
        site.instances().get(1).start();
    }

    /** One after the other is stopped as an operator stops it, and started. */
    static void restartAll(Site site, History history) throws InterruptedException {
        for (JavaProcess instance : site.instances()) {
            instance.stop();
            instance.start();
        }
    }

    /** For a while an instance's clock is that far from everybody else's. */
    static void restartShifted(Site site, String faketime, String shift) throws InterruptedException {
        JavaProcess instance = site.instances().get(1);
        instance.kill();
        instance.start("env", "FAKETIME_DONT_FAKE_MONOTONIC=1", faketime, "-f", shift);
        seconds(8);
        instance.kill();
        instance.start();
    }

    static void losePackets(Site site, History history) throws InterruptedException {
        PacketLoss loss = PacketLoss.begin();
        history.by(loss.toString());
        seconds(15);
        loss.end();
    }

    static void seconds(int number) throws InterruptedException {
        TimeUnit.SECONDS.sleep(number);
    }
}
