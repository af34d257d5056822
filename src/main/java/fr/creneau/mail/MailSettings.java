package fr.creneau.mail;

import fr.creneau.config.Config;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** What dispatching depends on besides its backends. */
record MailSettings(Config.Smtp smtp, MailPace pace, Clock clock, RandomGenerator random) {}
