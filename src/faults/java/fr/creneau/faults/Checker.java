package fr.creneau.faults;

import static org.awaitility.Awaitility.await;

import fr.creneau.faults.Operation.End;
import fr.creneau.faults.Operation.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** Compares what clients were promised with the books, and the books with Redis. Each finding begins with the letter of its rule. */
final class Checker {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Site site;
    private final Books books;

    Checker(Site site) {
        this.site = site;
        this.books = new Books(site);
    }

    /** Waits until every mail has left, or that time is over. */
    void awaitMails(Duration patience) throws SQLException {
        lookAgain(patience, this::unsent);
    }

    /** D: each seat is in one state, and it is the same one in Redis and PostgreSQL, before that time is over. */
    List<String> disagreement(Duration patience) throws SQLException {
        return lookAgain(patience, this::differences);
    }

    /** What is found in the end: nothing as soon as nothing is found. One search at least is made to its end, however long it takes. */
    private static List<String> lookAgain(Duration patience, Search search) throws SQLException {
        AtomicReference<List<String>> found = new AtomicReference<>(search.find());
        if (found.get().isEmpty()) {
            return List.of();
        }
        try {
            await().atMost(patience).pollInterval(LOOK_AGAIN).until(() -> {
                found.set(search.find());
                return found.get().isEmpty();
            });
        } catch (ConditionTimeoutException stillThere) {
            return found.get();
        }
        return List.of();
    }

    private interface Search {
        List<String> find() throws SQLException;
    }

    List<String> check(History history, Duration repair) throws SQLException {
        List<String> violations = new ArrayList<>(Holds.heldTwice(history));
        List<Operation> operations = history.operations();
        violations.addAll(books.find("A seat %s has several owners", """
                select slot_id || ':' || seat_no from booking where active group by slot_id, seat_no having count(*) > 1
                """));
        violations.addAll(books.find("A request %s does not own its seat", """
                select b.id::text from booking b join seat s on s.slot_id = b.slot_id and s.seat_no = b.seat_no
                where b.active and s.booking_id is distinct from b.id
                """));
        missing(
                violations,
                "B %s was told that the request stands, and there is no row",
                emails(operations, op -> op.kind() == Kind.BOOK && op.end() == End.OK),
                "select email from booking union select email from decoy");
        missing(
                violations,
                "B %s was told that the appointment stands, and there is no row",
                emails(operations, op -> op.kind() == Kind.CONFIRM && op.end() == End.OK),
                "select email from booking where state = 'BOOKED'");
        Set<String> standing = new HashSet<>(books.query("select email from booking where active"));
        lastRefused(operations).stream()
                .filter(standing::contains)
                .forEach(email ->
                        violations.add("B %s was told that there is no request, and it stands".formatted(email)));
        violations.addAll(books.find("C person %s has several requests", """
                select encode(person, 'hex') from booking where active group by desk_id, person having count(*) > 1
                """));
        violations.addAll(disagreement(repair));
        unsent().forEach(mail -> violations.add("F mail " + mail + " has not left"));
        violations.addAll(books.find("F request %s has no first mail that left", """
                select b.id::text from booking b where b.active and not exists
                    (select from outbox where booking_id = b.id and kind = 'TO_CONFIRM' and state = 'SENT')
                """));
        violations.addAll(books.find("F appointment %s has no convocation that left", """
                select b.id::text from booking b where b.state = 'BOOKED' and not exists
                    (select from outbox where booking_id = b.id and kind = 'CONVOCATION' and state = 'SENT')
                """));
        missing(
                violations,
                "F %s accepted no mail",
                books.query("select email from booking where active" + " and opened_at >= to_timestamp("
                        + since(operations) + " / 1000.0)"),
                emails(operations, op -> op.kind() == Kind.MAIL));
        return violations;
    }

    private List<String> differences() throws SQLException {
        long now = System.currentTimeMillis();
        Set<String> told = new HashSet<>();
        for (String seat : Late.seats(site)) {
            String[] parts = seat.split(" ");
            boolean held = parts[2].equals("1");
            boolean listed = !parts[3].equals("-");
            String state = "broken";
            if (parts[1].equals("T") && !held && !listed) {
                state = "taken";
            } else if (parts[1].equals("F") && held != listed) {
                state = listed && Double.parseDouble(parts[3]) > now ? "cooling" : "free";
            }
            told.add(parts[0] + " " + state);
        }
        List<String> differences = new ArrayList<>();
        missing(differences, "D seat %s in the books, another thing in Redis", books.query("""
                select slot_id || ':' || seat_no || ' ' ||
                    case when booking_id is not null then 'taken'
                         when available_from > to_timestamp(%d / 1000.0) then 'cooling' else 'free' end
                from seat where not withdrawn
                """.formatted(now)), told);
        return differences;
    }

    /** Those whose submission was refused in the end: whatever was unknown before, nothing must have been done. */
    private static Set<String> lastRefused(List<Operation> operations) {
        Map<String, Operation> last = new HashMap<>();
        operations.stream()
                .filter(operation -> operation.kind() == Kind.BOOK)
                .forEach(operation -> last.merge(
                        operation.email(), operation, (one, other) -> one.invoked() > other.invoked() ? one : other));
        return emails(List.copyOf(last.values()), operation -> operation.end() == End.FAIL);
    }

    private static long since(List<Operation> operations) {
        return operations.stream().mapToLong(Operation::invoked).min().orElse(Long.MAX_VALUE / 2_000);
    }

    private List<String> unsent() throws SQLException {
        return books.query("select kind || ' ' || id from outbox where state <> 'SENT'");
    }

    private void missing(List<String> violations, String text, Collection<String> wanted, String sql)
            throws SQLException {
        missing(violations, text, wanted, new HashSet<>(books.query(sql)));
    }

    private static void missing(List<String> violations, String text, Collection<String> wanted, Set<String> there) {
        wanted.stream().filter(one -> !there.contains(one)).forEach(one -> violations.add(text.formatted(one)));
    }

    private static Set<String> emails(List<Operation> operations, Predicate<Operation> which) {
        Set<String> emails = new HashSet<>();
        operations.stream().filter(which).forEach(operation -> emails.add(operation.email()));
        return emails;
    }
}
