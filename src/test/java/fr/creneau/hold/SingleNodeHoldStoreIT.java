package fr.creneau.hold;

import fr.creneau.config.Config;
import fr.creneau.testkit.Backends;

class SingleNodeHoldStoreIT extends HoldStoreConformance {
    @Override
    Config.Redis redis() {
        return Backends.redis();
    }
}
