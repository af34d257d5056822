package fr.creneau.faults;

import com.fasterxml.jackson.databind.JsonNode;
import fr.creneau.domain.waitingroom.Draw;
import fr.creneau.faults.Operation.End;
import fr.creneau.faults.Operation.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rule E: the draw is the published one, people are called in its order, and nobody chooses who was not called. */
final class Admissions {
    private final Site site;
    private final Books books;
    private final String commitment;

    /** People let in together, called at that ms. */
    private record Call(int first, int last, long at) {}

    /** To be made before the draw: what was promised then must hold. */
    Admissions(Site site) throws InterruptedException, IOException {
        this.site = site;
        this.books = new Books(site);
        this.commitment = published().path("commitment").asText();
    }

    private JsonNode published() throws InterruptedException, IOException {
        return new Client()
                .api("GET", site.anywhere("/api/v1/desks/" + Site.DESK + "/releases/" + Site.RELEASE), "", "")
                .json();
    }

    List<String> check(History history) throws SQLException, InterruptedException, IOException {
        JsonNode published = published();
        if (!published.has("key")) {
            return List.of("E nothing was drawn");
        }
        List<String> violations = new ArrayList<>();
        byte[] key = HexFormat.of().parseHex(published.path("key").asText());
        Draw draw = Draw.of(key, published.path("drawn").asInt());
        if (!Draw.commitment(key).equals(commitment)) {
            violations.add("E the key is not the one that was promised");
        }
        violations.addAll(
                books.find("E %s tickets were there at the opening, others took part", """
                select count(*) from ticket t join release r on r.id = t.release_id where t.enrolled_at < r.opens_at
                having count(*) <> %d""".formatted(draw.tickets())));
        violations.addAll(enrolments(history));
        violations.addAll(turns(draw));
        List<Call> calls = calls(violations);
        history.operations().stream()
                .filter(operation -> operation.kind() == Kind.ENTER && operation.end() == End.OK)
                .forEach(entry -> violations.addAll(entry(entry, draw.position(entry.ticket()), calls)));
        violations.addAll(holds(history));
        violations.addAll(books.find("E request %s is of somebody whose turn it never was", """
                select b.id from booking b join slot s on s.id = b.slot_id
                where b.active and s.release_id is not null and not exists (
                    select from ticket k
                        join turn t on t.release_id = k.release_id and t.ticket = k.number
                        join admission a on a.release_id = t.release_id
                            and t.position between a.first_position and a.last_position
                    where k.release_id = s.release_id and k.person = b.person)"""));
        return violations;
    }

    /** Each has a ticket of their own, and it is kept. */
    private List<String> enrolments(History history) throws SQLException {
        List<String> violations = new ArrayList<>();
        Set<String> kept = new HashSet<>(books.query("select number from ticket"));
        Map<Integer, Long> owners = new HashMap<>();
        Map<Long, Integer> tickets = new HashMap<>();
        history.operations().stream()
                .filter(operation -> operation.kind() == Kind.ENROL && operation.end() == End.OK)
                .forEach(enrolment -> {
                    if (!kept.contains(String.valueOf(enrolment.ticket()))) {
                        violations.add("E ticket " + enrolment.ticket() + " was given out and is not kept");
                    }
                    Long owner = owners.putIfAbsent(enrolment.ticket(), enrolment.session());
                    Integer ticket = tickets.putIfAbsent(enrolment.session(), enrolment.ticket());
                    if (owner != null && owner != enrolment.session()) {
                        violations.add("E ticket " + enrolment.ticket() + " was given out twice");
                    }
                    if (ticket != null && ticket != enrolment.ticket()) {
                        violations.add("E " + enrolment.session() + " was given several tickets");
                    }
                });
        return violations;
    }

    private List<String> turns(Draw draw) throws SQLException {
        return books.query("select ticket || ' ' || position from turn").stream()
                .map(turn -> turn.split(" "))
                .filter(turn -> draw.position(Integer.parseInt(turn[0])) != Integer.parseInt(turn[1]))
                .map(turn -> "E ticket %s had the turn of position %s".formatted((Object[]) turn))
                .toList();
    }

    /** They follow each other without a gap, also in time. */
    private List<Call> calls(List<String> violations) throws SQLException {
        List<Call> calls = books
                .query("select first_position || ' ' || last_position || ' ' ||"
                        + " floor(extract(epoch from called_at) * 1000)::bigint from admission order by first_position")
                .stream()
                .map(row -> row.split(" "))
                .map(row -> new Call(Integer.parseInt(row[0]), Integer.parseInt(row[1]), Long.parseLong(row[2])))
                .toList();
        int expected = 1;
        long since = 0;
        for (Call call : calls) {
            if (call.first() != expected || call.at() < since) {
                violations.add("E position %d was called out of order".formatted(call.first()));
            }
            expected = call.last() + 1;
            since = call.at();
        }
        violations.addAll(books.find(
                "E %s people were called, not all of them by name",
                "select called from waiting_room where called <> " + (expected - 1)));
        return calls;
    }

    private static List<String> entry(Operation entry, int position, List<Call> calls) {
        List<String> violations = new ArrayList<>();
        if (entry.position() != 0 && entry.position() != position) {
            violations.add("E ticket %d was told position %d, and has %d"
                    .formatted(entry.ticket(), entry.position(), position));
        }
        boolean called = calls.stream()
                .anyMatch(
                        call -> call.first() <= position && position <= call.last() && call.at() <= entry.completed());
        if (!called) {
            violations.add("E ticket %d was let in before position %d was called".formatted(entry.ticket(), position));
        }
        return violations;
    }

    /** A turn is needed to hold a seat, and good for one choice, which may be changed while it is held. */
    private static List<String> holds(History history) {
        List<String> violations = new ArrayList<>();
        history.operations().stream()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .collect(Collectors.groupingBy(Operation::session))
                .forEach((session, operations) -> {
                    boolean entered = false;
                    boolean released = false;
                    for (Operation operation : operations) {
                        if (operation.end() != End.OK) {
                            continue;
                        }
                        if (operation.kind() == Kind.PLACE && !entered) {
                            violations.add(
                                    "E seat %s is held by %d without a turn".formatted(operation.seat(), session));
                        } else if (released && (operation.kind() == Kind.PLACE || operation.kind() == Kind.BOOK)) {
                            long first = operations.get(0).invoked();
                            // Redis alone remembers that a pass was used.
                            if (history.losses().stream().noneMatch(loss -> loss.until() > first)) {
                                violations.add("E %s %s of %d in a turn that was used"
                                        .formatted(operation.kind(), operation.seat(), session));
                            }
                        }
                        entered |= operation.kind() == Kind.ENTER;
                        released |= operation.kind() == Kind.RELEASE;
                    }
                });
        return violations;
    }
}
