package fr.creneau.dev;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import fr.creneau.testkit.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** The servers the site needs, with their data below one folder. */
final class DevServers {
    private final EmbeddedPostgres postgres;
    private final RedisServer redis;
    private final int redisPort;
    private final GreenMail smtp;
    private final CaughtMails mails;

    private DevServers(EmbeddedPostgres postgres, RedisServer redis, int redisPort, GreenMail smtp, CaughtMails mails) {
        this.postgres = postgres;
        this.redis = redis;
        this.redisPort = redisPort;
        this.smtp = smtp;
        this.mails = mails;
    }

    static DevServers start(Path home) throws IOException {
        CaughtMails mails = new CaughtMails(home.resolve("mail"));
        GreenMail smtp = smtp(mails);
        int redisPort = Ports.free();
        RedisServer redis = redis(home.resolve("redis"), redisPort);
        return new DevServers(postgres(home.resolve("postgres")), redis, redisPort, smtp, mails);
    }

    int postgresPort() {
        return postgres.getPort();
    }

    int redisPort() {
        return redisPort;
    }

    int smtpPort() {
        return smtp.getSmtp().getPort();
    }

    CaughtMails mails() {
        return mails;
    }

    void stop() throws IOException {
        smtp.stop();
        redis.stop();
        postgres.close();
    }

    private static EmbeddedPostgres postgres(Path folder) throws IOException {
        Orphan.stop(folder.resolve("postmaster.pid"), "postgres");
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .start();
    }

    private static RedisServer redis(Path folder, int port) throws IOException {
        Files.createDirectories(folder);
        Path pid = folder.resolve("redis.pid").toAbsolutePath();
        Orphan.stop(pid, "redis-server");
        RedisServer redis = RedisServer.builder()
                .port(port)
                .setting("bind 127.0.0.1")
                .setting("dir \"" + folder.toAbsolutePath() + "\"")
                .setting("pidfile \"" + pid + "\"")
                .setting("appendonly yes")
                .setting("appendfsync always")
                .setting("save \"\"")
                .build();
        redis.start();
        return redis;
    }

    private static GreenMail smtp(CaughtMails mails) {
        GreenMail smtp = new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        smtp.start();
        smtp.getUserManager().setMessageDeliveryHandler((message, address) -> {
            mails.keep(message.getMessage());
            var user = smtp.getUserManager().getUserByEmail(address.getEmail());
            return user != null
                    ? user
                    : smtp.getUserManager().createUser(address.getEmail(), address.getEmail(), address.getEmail());
        });
        return smtp;
    }
}
