package fr.creneau.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What of an address's parameters a change of language keeps: those the pages know, where they look as if the pages had written them. */
final class KeptParameters {
    private static final List<String> NAMES = List.of("avis", "semaine", "vue");
    private static final Pattern VALUE = Pattern.compile("[a-z0-9-]{1,20}");

    private KeptParameters() {}

    /** As in an address, without question mark; empty if there is none. */
    static String of(HttpServerRequest request) {
        try {
            return NAMES.stream()
                    .filter(name -> request.getParam(name) != null
                            && VALUE.matcher(request.getParam(name)).matches())
                    .map(name -> name + "=" + request.getParam(name))
                    .collect(Collectors.joining("&"));
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
