package fr.creneau.hold;

import fr.creneau.config.Config;
import fr.creneau.testkit.Backends;

class SingleNodeHoldLimitsIT extends HoldLimits {
    @Override
    Config.Redis redis() {
        return Backends.redis();
    }
}
