package fr.creneau.faults;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.creneau.faults.Operation.End;
import fr.creneau.faults.Operation.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/** Everything that all clients of one run asked for, and what broke meanwhile. */
final class History {
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final Queue<Loss> losses = new ConcurrentLinkedQueue<>();
    private final AtomicLong back = new AtomicLong();
    private final AtomicInteger unresolved = new AtomicInteger();
    private final AtomicReference<String> means = new AtomicReference<>("");

    record Loss(long since, long until) {}

    void add(Operation operation) {
        operations.add(operation);
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** Redis was made to forget what it promised before the second instant: none of that is expected to outlive the first. */
    void lostHolds(long since, long until) {
        losses.add(new Loss(since, until));
    }

    List<Loss> losses() {
        return List.copyOf(losses);
    }

    /** From now on the site is on its own, even if more is mended later. */
    void back() {
        back.set(System.currentTimeMillis());
    }

    /** Since when it is, unless that is only now; asked once. */
    long backSince() {
        long since = back.getAndSet(0);
        return since > 0 ? since : System.currentTimeMillis();
    }

    /** By what it was broken, where machines differ in that. */
    void by(String program) {
        means.set(program);
    }

    /** Empty where they do not. */
    String means() {
        return means.get();
    }

    /** A client gave up with no definite answer. */
    void unresolved() {
        unresolved.incrementAndGet();
    }

    int unknownUnresolved() {
        return unresolved.get();
    }

    /** From that instant to the first definite answer to a question of that kind asked later. */
    OptionalLong recovery(Kind kind, long since) {
        return operations.stream()
                .filter(operation -> operation.kind() == kind && operation.invoked() >= since)
                .filter(operation -> operation.end() != End.UNKNOWN)
                .mapToLong(operation -> operation.completed() - since)
                .min();
    }

    /** How many questions of that kind, asked since that instant, ended so. */
    long ends(Kind kind, End end, long since) {
        return operations.stream()
                .filter(operation -> operation.kind() == kind && operation.invoked() >= since)
                .filter(operation -> operation.end() == end)
                .count();
    }

    /** Waits until so many questions of that kind were answered with yes, or some time is over. */
    void awaitAnswers(Kind kind, int number, Duration longest) {
        try {
            await().atMost(longest)
                    .until(() -> operations.stream()
                                    .filter(operation -> operation.kind() == kind && operation.end() == End.OK)
                                    .count()
                            >= number);
        } catch (ConditionTimeoutException slow) {
            // Then there are fewer to check.
        }
    }

    void write(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Operation operation : operations) {
                out.write(json.writeValueAsString(operation));
                out.newLine();
            }
        }
    }
}
