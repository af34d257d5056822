package fr.creneau.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import fr.creneau.faults.Operation.End;
import fr.creneau.faults.Operation.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Everything that all clients of one run asked for, and what broke meanwhile. */
final class History {
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final Queue<Long> losses = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unresolved = new AtomicInteger();

    void add(Operation operation) {
        operations.add(operation);
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** Redis was made to forget what it had promised since that instant, or earlier: no hold is expected to outlive it. */
    void lostHolds(long since) {
        losses.add(since);
    }

    List<Long> losses() {
        return List.copyOf(losses);
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
