package fr.creneau.faults;

import fr.creneau.testkit.Programs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network and mounts of the run's own, which root may break: what is dropped or filled here touches nothing else on the machine, and is
 * gone when the run ends. There is one address for each who may be cut off; all of them are of the loopback.
 */
final class Sandbox {
    private static final String INSIDE = "faults.sandbox";

    private Sandbox() {}

    /** Whether links can be cut, packets lost and disks filled. */
    static boolean isHere() {
        return System.getProperty(INSIDE) != null;
    }

    static boolean isPossible() {
        return Programs.succeeds("unshare", "--net", "--mount", "sh", "-c", "ip link set lo up && iptables -L INPUT");
    }

    /** Runs this program inside to its end. */
    static int enter(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--net",
                "--mount",
                "--kill-child=TERM",
                "sh",
                "-c",
                "ip link set lo up && exec \"$0\" \"$@\""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-D" + INSIDE + "=true", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process inside = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(inside::destroy));
        return inside.waitFor();
    }

    /** Nothing passes between that address and any other. */
    static void cut(String address) {
        drop("-s", address);
        drop("-d", address);
    }

    /** Nothing passes between the two; both still hear everybody else. */
    static void cut(String one, String other) {
        drop("-s", one, "-d", other);
        drop("-s", other, "-d", one);
    }

    /** Nothing is dropped any more. */
    static void mend() {
        must("iptables", "-F", "INPUT");
    }

    /** A small file system at that folder. */
    static Path disk(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        must("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "faults", folder.toString());
        return folder;
    }

    /** Packets that these options of {@code iptables} describe do not arrive. */
    static void drop(String... which) {
        List<String> command = new ArrayList<>(List.of("iptables", "-A", "INPUT"));
        command.addAll(List.of(which));
        command.addAll(List.of("-j", "DROP"));
        must(command.toArray(String[]::new));
    }

    static void must(String... command) {
        if (!Programs.succeeds(command)) {
            throw new IllegalStateException("failed: " + String.join(" ", command));
        }
    }
}
