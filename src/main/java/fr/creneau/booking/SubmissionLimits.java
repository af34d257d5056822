package fr.creneau.booking;

import fr.creneau.booking.BookingMessages.Open;
import fr.creneau.booking.BookingMessages.OpenOutcome;
import fr.creneau.bus.Bus;
import fr.creneau.limit.LimitMessages;
import fr.creneau.limit.LimitMessages.Budget;
import fr.creneau.limit.LimitMessages.Kind;
import fr.creneau.limit.LimitMessages.Take;
import fr.creneau.limit.LimitMessages.TakeOutcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How many requests may name one mailbox, and one person: each is a mail to somebody who perhaps did not ask for it. A submission counts
 * once, however often it is sent until it succeeds.
 */
final class SubmissionLimits {
    private final Bus bus;

    SubmissionLimits(Bus bus) {
        this.bus = bus;
    }

    Future<OpenOutcome> within(Open request, Supplier<Future<OpenOutcome>> act) {
        String person = request.applicant().agdref().digits();
        Take take = new Take(
                request.desk(),
                List.of(
                        Budget.mailbox(Kind.REQUEST_EMAIL, request.applicant().email()),
                        new Budget(Kind.REQUEST_PERSON, person)),
                Optional.of(request.hold()));
        return bus.request(LimitMessages.TAKE, take)
                .compose(outcome -> outcome instanceof TakeOutcome.Limited limited
                        ? Future.succeededFuture(new OpenOutcome.Limited(limited.retryAfter()))
                        : act.get());
    }
}
