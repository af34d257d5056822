package fr.creneau.mail;

import fr.creneau.config.Config;
import io.vertx.ext.mail.CanonicalizationAlgorithm;
import io.vertx.ext.mail.DKIMSignOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The mail client's options. Made anew for each client: it changes the ones it is given, and drops the check of the host name. */
final class RelayOptions {
    private static final int LONGEST_CONNECT_MS = 10_000;
    /** What a forger would change. Date and Message-ID among them, so that an old mail is not sent again as a new one. */
    private static final List<String> SIGNED = List.of(
            "From",
            "Reply-To",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Content-Type",
            "Content-Language",
            "Auto-Submitted",
            "MIME-Version");

    private RelayOptions() {}

    static MailConfig of(Config.Smtp smtp) {
        int silence = (int) smtp.timeout().toMillis();
        MailConfig options = new MailConfig(smtp.host(), smtp.port())
                .setSsl(smtp.tls())
                .setStarttls(
                        smtp.startTls() == Config.StartTls.REQUIRED && !smtp.tls()
                                ? StartTLSOptions.REQUIRED
                                : StartTLSOptions.DISABLED)
                .setMaxPoolSize(smtp.connections())
                .setKeepAlive(true)
                // Left before the silence is reached, so that a kept connection ends with QUIT.
                .setKeepAliveTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(silence / 2)
                .setConnectTimeout(Math.min(silence, LONGEST_CONNECT_MS))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(silence)
                // One command, one reply: with pipelining a reply of several lines is taken for several replies.
                .setPipelining(false)
                .setUserAgent("creneau");
        smtp.user()
                .ifPresent(user -> options.setLogin(LoginOption.REQUIRED)
                        .setUsername(user)
                        .setPassword(
                                smtp.password().map(secret -> secret.value()).orElse("")));
        if (smtp.user().isEmpty()) {
            options.setLogin(LoginOption.DISABLED);
        }
        smtp.dkim().ifPresent(dkim -> options.setEnableDKIM(true).setDKIMSignOption(sign(dkim)));
        return options;
    }

    private static DKIMSignOptions sign(Config.Dkim dkim) {
        return new DKIMSignOptions()
                .setPrivateKey(dkim.privateKey().value())
                .setSdid(dkim.domain())
                .setSelector(dkim.selector())
                .setSignedHeaders(SIGNED)
                .setHeaderCanonAlgo(CanonicalizationAlgorithm.RELAXED)
                .setBodyCanonAlgo(CanonicalizationAlgorithm.RELAXED);
    }
}
