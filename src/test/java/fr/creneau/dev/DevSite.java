package fr.creneau.dev;

import fr.creneau.Instance;
import fr.creneau.config.Config;
import fr.creneau.config.ConfigLoader;
import fr.creneau.crypto.Tokens;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The site and all it needs, with everything it keeps below one folder that one process uses at a time. */
final class DevSite {
    private final FileChannel lockFile;
    private final DevServers servers;
    private final Vertx vertx;
    private final Instance instance;

    private DevSite(FileChannel lockFile, DevServers servers, Vertx vertx, Instance instance) {
        this.lockFile = lockFile;
        this.servers = servers;
        this.vertx = vertx;
        this.instance = instance;
    }

    /**
     * @param home where everything is kept
     * @param environment may set any key of the configuration
     */
    static DevSite start(Path home, int port, Map<String, String> environment) throws IOException {
        Files.createDirectories(home);
        FileChannel lockFile = lock(home);
        DevServers servers = DevServers.start(home);
        Vertx vertx = Vertx.vertx();
        try {
            Config config = ConfigLoader.load(null, environment(home, port, servers, environment));
            SampleSchedule.load(config, home);
            MailPages mails = new MailPages(servers.mails());
            Instance instance = Instance.start(vertx, config, Clock.systemUTC(), router -> {
                        mails.mount(router);
                        ApiPages.mount(router);
                    })
                    .await();
            return new DevSite(lockFile, servers, vertx, instance);
        } catch (IOException | RuntimeException failure) {
            vertx.close().await();
            servers.stop();
            throw failure;
        }
    }

    int managementPort() {
        return instance.managementPort();
    }

    void stop() throws IOException {
        instance.close().await();
        vertx.close().await();
        servers.stop();
        lockFile.close();
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel file = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock();
        if (lock == null) {
            file.close();
            throw new IOException("the site of " + home + " is already running");
        }
        return file;
    }

    private static Map<String, String> environment(
            Path home, int port, DevServers servers, Map<String, String> environment) throws IOException {
        String key = key(home.resolve("key"));
        Map<String, String> all = new HashMap<>();
        all.put("CRENEAU_HTTP_HOST", "127.0.0.1");
        all.put("CRENEAU_HTTP_PORT", String.valueOf(port));
        all.put("CRENEAU_HTTP_PUBLIC_URL", "http://localhost:" + port);
        all.put("CRENEAU_HTTP_ALLOWED_HOSTS", "localhost,127.0.0.1,localhost:" + port + ",127.0.0.1:" + port);
        all.put("CRENEAU_HTTP_DRAIN", "0s");
        all.put("CRENEAU_MANAGEMENT_PORT", "0");
        all.put("CRENEAU_POSTGRES_PORT", String.valueOf(servers.postgresPort()));
        all.put("CRENEAU_POSTGRES_DATABASE", "postgres");
        all.put("CRENEAU_POSTGRES_USER", "postgres");
        all.put("CRENEAU_POSTGRES_PASSWORD", "postgres");
        all.put("CRENEAU_REDIS_ENDPOINTS", "redis://127.0.0.1:" + servers.redisPort());
        all.put("CRENEAU_SMTP_HOST", "127.0.0.1");
        all.put("CRENEAU_SMTP_PORT", String.valueOf(servers.smtpPort()));
        all.put("CRENEAU_SMTP_START_TLS", "disabled");
        all.put("CRENEAU_SECURITY_KEYS", key);
        all.put("CRENEAU_SECURITY_PERSON_KEY", key);
        all.put("CRENEAU_LOGS_LEVEL", "warn");
        environment.forEach((name, value) -> {
            if (name.startsWith("CRENEAU_")) {
                all.put(name, value);
            }
        });
        return all;
    }

    /** Sessions and links survive a restart. */
    private static String key(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, Tokens.random() + Tokens.random());
        }
        return Files.readString(file);
    }
}
