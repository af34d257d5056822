package fr.creneau.faults;

import fr.creneau.faults.History.Loss;
import fr.creneau.faults.Operation.End;
import fr.creneau.faults.Operation.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rule A among those who only hold a seat: while one is promised it, nobody else is. */
final class Holds {
    /** Held for certain from the answer on until the promised end, or until the session asked for something that may have ended it. */
    private record Held(Operation asked, long until) {}

    private Holds() {}

    static List<String> heldTwice(History history) {
        List<String> violations = new ArrayList<>();
        Map<String, List<Held>> bySeat = new HashMap<>();
        history.operations().stream()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .collect(java.util.stream.Collectors.groupingBy(Operation::session))
                .values()
                .forEach(operations -> collect(operations, history.losses(), bySeat));
        bySeat.forEach((seat, helds) -> {
            helds.sort(Comparator.comparingLong(held -> held.asked().completed()));
            for (int i = 0; i < helds.size(); i++) {
                for (int j = i + 1; j < helds.size(); j++) {
                    if (overlap(helds.get(i), helds.get(j))) {
                        violations.add("A seat %s is held by %d and by %d"
                                .formatted(
                                        seat,
                                        helds.get(i).asked().session(),
                                        helds.get(j).asked().session()));
                    }
                }
            }
        });
        return violations;
    }

    private static boolean overlap(Held earlier, Held later) {
        return earlier.asked().session() != later.asked().session()
                && later.asked().invoked() > earlier.asked().completed()
                && later.asked().completed() < earlier.until();
    }

    private static void collect(List<Operation> ofSession, List<Loss> losses, Map<String, List<Held>> bySeat) {
        for (int i = 0; i < ofSession.size(); i++) {
            Operation place = ofSession.get(i);
            if (place.kind() == Kind.PLACE && place.end() == End.OK) {
                long until = place.until();
                for (Operation next : ofSession.subList(i + 1, ofSession.size())) {
                    if (mayEnd(next)) {
                        until = Math.min(until, next.invoked());
                    }
                }
                for (Loss loss : losses) {
                    // What was promised before may be gone, and so may what was promised while it was being lost.
                    until = loss.until() > place.invoked() ? Math.min(until, loss.since()) : until;
                }
                bySeat.computeIfAbsent(place.seat(), first -> new ArrayList<>()).add(new Held(place, until));
            }
        }
    }

    /** A submission may exchange a lost seat for another; only one that was accepted at once is known to have kept it. */
    private static boolean mayEnd(Operation next) {
        return switch (next.kind()) {
            case PLACE, RELEASE -> true;
            case BOOK -> next.end() != End.OK;
            case ENROL, ENTER, PROVE, CONFIRM, MAIL -> false;
        };
    }
}
