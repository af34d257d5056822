package fr.creneau.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All an operator can set. Every key, with its default, is described in {@code src/docs/configuration.md}; a test compares the two.
 * Values come from a properties file, then from the environment.
 */
public record Config(
        Http http,
        Management management,
        Redis redis,
        Postgres postgres,
        Smtp smtp,
        Security security,
        Holds holds,
        Bookings bookings,
        Challenge challenge,
        Limits limits,
        WaitingRoom waitingRoom,
        Theme theme,
        Logs logs) {

    /**
     * @param publicUrl the address printed in mails, without a path
     * @param allowedHosts values of the Host header that are answered; the public one always is
     * @param trustedProxies addresses whose X-Forwarded-For is believed
     * @param drain how long the balancer has to notice that this instance is leaving
     */
    public record Http(
            String host,
            int port,
            URI publicUrl,
            Set<String> allowedHosts,
            Set<String> trustedProxies,
            Duration idleTimeout,
            int maxBodyBytes,
            Duration drain) {}

    public record Management(String host, int port) {}

    /** How Redis is run. */
    public enum RedisMode {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    /**
     * @param endpoints {@code redis://host:port} or {@code rediss://host:port}; several for Sentinel and Cluster
     * @param master the master's name, for Sentinel
     * @param timeout after which an unanswered command fails and its connection is given up
     * @param maxWaiting commands under way on one connection before further ones are refused
     */
    public record Redis(
            RedisMode mode,
            List<String> endpoints,
            String master,
            Optional<Secret> password,
            Duration timeout,
            int maxWaiting) {}

    public record Postgres(
            String host,
            int port,
            String database,
            String user,
            Secret password,
            boolean tls,
            int poolSize,
            int maxWaiting,
            Duration connectTimeout,
            Duration statementTimeout) {}

    /** Whether the relay must speak TLS. */
    public enum StartTls {
        REQUIRED,
        DISABLED
    }

    /**
     * @param attempts after which a mail is given up and shown as dead
     * @param dkim signs every mail if present
     */
    public record Smtp(
            String host,
            int port,
            StartTls startTls,
            boolean tls,
            Optional<String> user,
            Optional<Secret> password,
            int connections,
            Duration timeout,
            int attempts,
            Optional<Dkim> dkim) {}

    /** @param privateKey RSA, the Base64 of its PKCS#8 form */
    public record Dkim(String domain, String selector, Secret privateKey) {}

    /**
     * @param keys the first one signs and encrypts, all are accepted: put a new one in front, drop the old one two hours later
     * @param personKey hashes AGDREF numbers; must never change while a request is active
     * @param secureCookies false only for tests over plain HTTP: then cookies lose Secure and the __Host- prefix
     */
    public record Security(List<Secret> keys, Secret personKey, boolean secureCookies) {}

    /**
     * @param lifetime from the choice of a slot to the submission: 15 minutes (RULES.md §3)
     * @param unproven how long a hold may stay without the security check passed
     * @param seal how long a seat is kept past its expiry while the booking is written
     * @param retry how long a seat is kept at least after a submission was tried, so that one that our own outage stopped can be
     *     tried again by hand
     * @param extended how long a hold may live at most when our own outage kept it from being submitted
     * @param fullFor how long a count may answer that a slot is full, instead of Redis; zero if it may not
     */
    public record Holds(
            Duration lifetime, Duration unproven, Duration seal, Duration retry, Duration extended, Duration fullFor) {}

    /**
     * @param confirmWithin from the relay's acceptance of the first mail
     * @param confirmAtMost from the submission, however late the relay accepts
     * @param coolingMin a cancelled seat comes back after a random delay between this…
     * @param coolingMax …and this
     * @param reminderBefore how long before the appointment the reminder is sent
     * @param purgeAfter how long a request that was never confirmed is kept
     * @param anonymiseAfter how long after its day an appointment is kept with names
     */
    public record Bookings(
            Duration confirmWithin,
            Duration confirmAtMost,
            Duration coolingMin,
            Duration coolingMax,
            Duration reminderBefore,
            Duration purgeAfter,
            Duration anonymiseAfter,
            int resends) {}

    /**
     * @param maxNumber upper bound of the proof of work's secret number: twice the average work
     * @param maxNumberUnderLoad what that bound rises to at most
     * @param calm holds a minute at one desk that come to the check; beyond, the bound rises in proportion
     * @param calmEnrolments the same for tickets a minute of one waiting room
     */
    public record Challenge(
            int maxNumber,
            int maxNumberUnderLoad,
            int calm,
            int calmEnrolments,
            Duration validity,
            Duration codeValidity,
            int codeTries) {}

    /**
     * How much one session, network, mailbox or person may ask of one desk.
     *
     * @param holdsPerSession units of holds: one for a hold that is submitted, {@code abandonedHold} for any other
     * @param holdsPerPrefix the same for a client's network (/24 of IPv4, /64 of IPv6), which thousands may share
     * @param abandonedHold units that a hold costs until it is submitted
     * @param requestsPerEmail submissions that name the same mailbox
     * @param requestsPerPerson submissions that name the same AGDREF number
     * @param codesPerHold security codes sent for the same hold
     * @param enrolmentsPerSession enrolments for a draw
     * @param formTime nobody fills the details form in sooner; zero to believe anybody
     */
    public record Limits(
            Rate holdsPerSession,
            Rate holdsPerPrefix,
            int abandonedHold,
            Rate requestsPerEmail,
            Rate requestsPerPerson,
            Rate codesPerHold,
            Rate codesPerEmail,
            Rate codesPerPrefix,
            Rate enrolmentsPerSession,
            Rate enrolmentsPerPrefix,
            Rate enrolmentsPerPerson,
            Duration formTime) {}

    /**
     * @param turn how long somebody who was let in has to choose a seat
     * @param rate people let in a second, at most, for each release
     * @param mostEnrolling tickets waiting to be written before further people are asked to try again
     * @param mostStreams event streams of one event loop; whoever comes on top of them asks every now and then
     */
    public record WaitingRoom(Duration turn, int rate, int mostEnrolling, int mostStreams) {}

    /** @param dir a folder with the official theme's files, for operators entitled to it */
    public record Theme(Optional<Path> dir) {}

    /** @param json one JSON object a line instead of text */
    public record Logs(boolean json, String level) {}
}
