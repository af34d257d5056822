package fr.creneau.load;

import static io.gatling.javaapi.core.CoreDsl.css;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.header;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** People with a browser who look at the pages and choose nothing. */
final class Visitors {
    private final String desk;

    Visitors(Target target) {
        desk = "/rdv/" + target.desk();
    }

    ChainBuilder look() {
        return exec(
                page("first page", "/"),
                pause(1, 3),
                page("questions", desk + "/descriptif")
                        .check(css("input[name=csrf]", "value").saveAs("csrf")),
                pause(2, 5),
                answer(),
                page("verdict", desk + "/verdict"),
                pause(1, 3),
                page("calendar", desk + "/plage"),
                pause(2, 4),
                page("calendar as a list", desk + "/plage?vue=liste"),
                page("documents", desk + "/pieces"));
    }

    private HttpRequestActionBuilder answer() {
        LocalDate expiry = LocalDate.now(ZoneOffset.UTC).plusYears(1);
        return http("answers")
                .post(desk + "/descriptif")
                .formParam("csrf", "#{csrf}")
                .formParam("demarche", "modification")
                .formParam("jour", expiry.getDayOfMonth())
                .formParam("mois", expiry.getMonthValue())
                .formParam("annee", expiry.getYear())
                .formParam("commune", Settings.commune())
                .formParam("conditions", "oui")
                .check(status().is(303))
                .check(header("Location").exists());
    }

    private static HttpRequestActionBuilder page(String name, String path) {
        return http(name).get(path).header("Accept", "text/html").check(status().in(200, 304));
    }
}
