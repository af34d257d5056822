package fr.creneau.web;

import fr.creneau.domain.Language;
import fr.creneau.domain.slot.Desk;
import fr.creneau.hold.SessionId;
import fr.creneau.text.Messages;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One request as the pages see it: who, where, in which language, with which session and draft. Used by one request only. */
public final class Visit {
    private final Site site;
    private final RoutingContext context;
    private final Language language;
    private Optional<Desk> desk = Optional.empty();
    private Optional<Session> session;
    /** Read by the pages that need it only. */
    private Optional<Draft> draft = Optional.empty();

    private Optional<Csrf.Shown> shown = Optional.empty();
    private Tickets tickets;
    private boolean sessionChanged;
    private boolean draftChanged;
    private boolean ticketsChanged;

    Visit(Site site, RoutingContext context) {
        this.site = site;
        this.context = context;
        this.language = site.languages().of(context);
        this.session = site.sessionCookie().read(context).flatMap(SessionJson::read);
        this.tickets = site.tickets(context);
    }

    public Language language() {
        return language;
    }

    /** The desk whose texts, zone and letterhead the page bears; set it as soon as it is known. */
    public void at(Desk known) {
        desk = Optional.of(known);
    }

    public Optional<Desk> desk() {
        return desk;
    }

    public Messages messages() {
        return desk.map(own -> Messages.of(language, own)).orElseGet(() -> Messages.of(language));
    }

    /** The path of this page, safe to link to; the home page's if what came is none. */
    public String path() {
        try {
            return context.normalizedPath();
        } catch (IllegalArgumentException malformed) {
            return "/";
        }
    }

    /** Those of its parameters that a change of language keeps. */
    String kept() {
        return KeptParameters.of(context.request());
    }

    /** A part of the address, e.g. {@code token}; empty if there is none. */
    public String pathParam(String name) {
        String value = context.pathParam(name);
        return value == null ? "" : value;
    }

    /** A parameter after the question mark; empty if there is none. Never trust it. */
    public String query(String name) {
        String value = context.request().getParam(name);
        return value == null ? "" : value;
    }

    public boolean isPost() {
        return HttpMethod.POST.equals(context.request().method());
    }

    public Optional<Session> session() {
        return session;
    }

    /** The browser's session; a new one where it has none. */
    public Session sessionOrNew() {
        if (session.isEmpty()) {
            session(Session.begin());
        }
        return session.orElseThrow();
    }

    public SessionId sessionId() {
        return sessionOrNew().id();
    }

    public void session(Session changed) {
        session = Optional.of(changed);
        sessionChanged = true;
    }

    public Draft draft() {
        if (draft.isEmpty()) {
            draft = Optional.of(
                    site.draftCookie().read(context).map(Draft::fromJson).orElse(Draft.EMPTY));
        }
        return draft.orElseThrow();
    }

    public void draft(Draft changed) {
        draft = Optional.of(changed);
        draftChanged = true;
    }

    public Tickets tickets() {
        return tickets;
    }

    public void tickets(Tickets changed) {
        tickets = changed;
        ticketsChanged = true;
    }

    /** The prefix of the client's address that limits count by: never log it. */
    public String clientPrefix() {
        return site.clients().prefix(context.request());
    }

    /**
     * The form that was sent, from a page of this session and with no field but those.
     *
     * @return fails with {@link Refused}; {@link Problem#STALE_PAGE} when it came from a page of another session
     */
    public Future<Map<String, String>> form(String... names) {
        return formFields(names).map(fields -> {
            requireToken(fields);
            return fields;
        });
    }

    /**
     * The same, of which those that were sent and are named to be kept are in the draft. It may also be sent to read its page in another
     * language: ask {@link #inOtherLanguage} first.
     */
    public Future<Map<String, String>> formKeeping(Set<String> kept, String... names) {
        return formFields(withLanguage(names)).map(fields -> {
            requireToken(fields);
            for (String name : kept) {
                if (fields.containsKey(name)) {
                    draft(draft().with(name, fields.get(name)));
                }
            }
            return fields;
        });
    }

    /**
     * The same; whatever comes of it, what was typed is in the draft. Such a form may also be sent to read its page in another language:
     * ask {@link #inOtherLanguage} first.
     */
    public Future<Map<String, String>> formKeepingDraft(String... names) {
        return formFields(withLanguage(names)).map(fields -> {
            for (String name : names) {
                draft(fields.containsKey(name) ? draft().with(name, fields.get(name)) : draft().without(name));
            }
            requireToken(fields);
            return fields;
        });
    }

    /**
     * This page in the language that its half-filled form was sent for; empty where it was sent as usual.
     *
     * @throws Refused where there is no such language
     */
    public Optional<Answer> inOtherLanguage(Map<String, String> fields) {
        return Optional.ofNullable(fields.get(Languages.PARAMETER)).map(code -> {
            Language wished = Languages.byCode(code).orElseThrow(() -> new Refused(Problem.MALFORMED));
            return Answer.redirect(path() + "?" + Languages.PARAMETER + "=" + wished.code());
        });
    }

    private static String[] withLanguage(String... names) {
        return Stream.concat(Stream.of(names), Stream.of(Languages.PARAMETER)).toArray(String[]::new);
    }

    /** The same for pages whose address is itself a secret: it is enough that the form was not sent from another site. */
    public Future<Map<String, String>> formOfSecretPage(String... names) {
        return formFields(names);
    }

    private void requireToken(Map<String, String> fields) {
        String token = fields.getOrDefault(Csrf.FIELD, "");
        shown = session.flatMap(known -> site.csrf().shown(token, known.id()));
        if (shown.isEmpty()) {
            throw new Refused(Problem.STALE_PAGE);
        }
    }

    /** How long ago the page of the form that was sent was first shown; an answer to it counts on. None for another page's token. */
    public Duration formAge() {
        Instant now = site.clock().instant();
        return Duration.between(shownAt().orElse(now), now);
    }

    private Optional<Instant> shownAt() {
        return shown.filter(page -> page.is(path())).map(Csrf.Shown::at);
    }

    private Future<Map<String, String>> formFields(String... names) {
        HttpServerRequest request = context.request();
        return Future.succeededFuture()
                .compose(start -> {
                    FormBody.requireForm(request);
                    site.origins().requireOurs(request);
                    return RequestBody.read(request, site.config().http().maxBodyBytes());
                })
                .map(body -> {
                    Map<String, String> fields = FormBody.parse(body.toString(StandardCharsets.ISO_8859_1));
                    requireKnown(fields, Set.of(names));
                    return fields;
                });
    }

    private static void requireKnown(Map<String, String> fields, Set<String> names) {
        for (String field : fields.keySet()) {
            if (!names.contains(field) && !field.equals(Csrf.FIELD)) {
                throw new Refused(Problem.MALFORMED);
            }
        }
    }

    /** Stands for what a page shows: a form that sends it back tells whether the person has read what holds now. */
    public String fingerprint(List<String> shown) {
        return site.csrf().fingerprint(sessionId(), shown);
    }

    String csrfToken() {
        return site.csrf().token(sessionId(), shownAt().orElseGet(site.clock()::instant), path());
    }

    RoutingContext context() {
        return context;
    }

    /** Puts what changed into cookies. */
    void keep() {
        if (sessionChanged) {
            site.sessionCookie().write(context, SessionJson.write(sessionOrNew()));
        }
        if (ticketsChanged) {
            site.ticketsCookie().write(context, TicketsJson.write(tickets));
        }
        if (draftChanged) {
            if (draft().fields().isEmpty()) {
                site.draftCookie().clear(context);
            } else {
                // Too large to be kept: nothing rather than what was typed before it.
                if (!site.draftCookie().write(context, draft().toJson())) {
                    site.draftCookie().clear(context);
                }
            }
        }
    }
}
