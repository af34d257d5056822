package fr.creneau.load;

import fr.creneau.load.Books.Rule;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import java.util.List;
import java.util.Map;

/** How seats go to a crowd on a release day, as those see it who come for them. */
interface Opening {
    /** What somebody does who knows that seats go on sale later. */
    ChainBuilder before();

    /** What they do when the seats go on sale. */
    ChainBuilder arrive();

    /** Rules besides those of the books. */
    Map<String, Rule> rules();

    List<Assertion> assertions();
}
