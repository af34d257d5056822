package fr.creneau.text;

import com.github.jknack.handlebars.ValueResolver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lets templates read records: {@code {{page.title}}} calls {@code title()}. An empty {@link Optional} reads as nothing. */
final class RecordResolver implements ValueResolver {
    private final Map<Class<?>, Map<String, Method>> accessors = new ConcurrentHashMap<>();

    @Override
    public Object resolve(Object context, String name) {
        if (!(context instanceof Record)) {
            return UNRESOLVED;
        }
        Method accessor = accessors
                .computeIfAbsent(context.getClass(), RecordResolver::accessorsOf)
                .get(name);
        return accessor == null ? UNRESOLVED : read(context, accessor);
    }

    @Override
    public Object resolve(Object context) {
        return context instanceof Record ? context : UNRESOLVED;
    }

    @Override
    public Set<Map.Entry<String, Object>> propertySet(Object context) {
        return Set.of();
    }

    private static Object read(Object context, Method accessor) {
        try {
            Object value = accessor.invoke(context);
            Object bare = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            return bare == null ? "" : bare;
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException("template reads " + accessor, failure.getCause());
        } catch (IllegalAccessException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Map<String, Method> accessorsOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0
                        && !Modifier.isStatic(method.getModifiers())
                        && method.getReturnType() != void.class
                        && method.trySetAccessible())
                .collect(Collectors.toUnmodifiableMap(Method::getName, Function.identity()));
    }
}
