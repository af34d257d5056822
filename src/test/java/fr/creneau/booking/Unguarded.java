package fr.creneau.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Our own SQL with one guard taken out, on its way to the real PostgreSQL: so that a test of a race shows what the guard is for, and
 * would notice if it no longer stood there.
 */
final class Unguarded {
    private final String guard;
    private final AtomicInteger removed = new AtomicInteger();

    /** @param guard the clause as it stands in the text */
    Unguarded(String guard) {
        this.guard = guard;
    }

    Pool pool(Pool real) {
        return rewriting(Pool.class, real);
    }

    void assertRemoved() {
        assertThat(removed).as("statements with the guard: " + guard).hasPositiveValue();
    }

    private <T> T rewriting(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call(real, method, arguments)));
    }

    private @Nullable Object call(Object real, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments[0] instanceof String sql && sql.contains(guard)) {
            removed.incrementAndGet();
            arguments[0] = sql.replace(guard, "");
        }
        try {
            Object answer = method.invoke(real, arguments);
            return method.getName().equals("getConnection")
                    ? ((Future<?>) answer).map(open -> rewriting(SqlConnection.class, (SqlConnection) open))
                    : answer;
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
