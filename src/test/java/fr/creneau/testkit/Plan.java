package fr.creneau.testkit;

import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How PostgreSQL would answer a statement on a connection of that pool, whatever its values. */
public final class Plan {
    private Plan() {}

    /** @param parameters how many it has */
    public static String of(Pool pool, String statement, int parameters) {
        String values = String.join(", ", Collections.nCopies(parameters, "null"));
        return pool.withConnection(connection -> connection
                        .query("prepare planned as " + statement)
                        .execute()
                        .compose(prepared -> connection
                                .query("explain execute planned" + (parameters == 0 ? "" : "(" + values + ")"))
                                .execute())
                        .compose(plan -> connection
                                .query("deallocate planned")
                                .execute()
                                .map(StreamSupport.stream(plan.spliterator(), false)
                                        .map((Row line) -> line.getString(0))
                                        .collect(Collectors.joining("\n")))))
                .await();
    }
}
