package fr.creneau.faults;

import fr.creneau.testkit.Programs;
import java.util.Locale;

/** By what one packet in twenty, whoever sends it, is lost in the {@link Sandbox}. */
enum PacketLoss {
    /** The kernel's own emulation of a network. */
    NETEM,
    IPTABLES;

    /** {@code tc} is not on every machine, and netem not in every kernel. */
    static PacketLoss begin() {
        if (Programs.succeeds("tc", "qdisc", "add", "dev", "lo", "root", "netem", "loss", "5%")) {
            return NETEM;
        }
        Sandbox.drop("-m", "statistic", "--mode", "random", "--probability", "0.05");
        return IPTABLES;
    }

    /** Every packet arrives again. */
    void end() {
        if (this == NETEM) {
            Sandbox.must("tc", "qdisc", "del", "dev", "lo", "root");
        } else {
            Sandbox.mend();
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
