package fr.creneau.web;

import fr.creneau.web.api.Api;
import fr.creneau.web.info.InfoPages;
import fr.creneau.web.manage.CancelPages;
import fr.creneau.web.manage.ConfirmPages;
import fr.creneau.web.manage.ManagePages;
import fr.creneau.web.manage.Papers;
import fr.creneau.web.waitingroom.QueuePages;
import fr.creneau.web.wizard.CodePage;
import fr.creneau.web.wizard.DescriptionPage;
import fr.creneau.web.wizard.DetailsPage;
import fr.creneau.web.wizard.DocumentsPage;
import fr.creneau.web.wizard.LegacyLinks;
import fr.creneau.web.wizard.ReviewPage;
import fr.creneau.web.wizard.SecurityPage;
import fr.creneau.web.wizard.SentPage;
import fr.creneau.web.wizard.SlotPage;
import fr.creneau.web.wizard.VerdictPage;
import java.util.List;

/** All pages of the site, in the order in which they are asked: what crowds read comes first. */
public final class SitePages {
    private SitePages() {}

    /** Blocking: reads what they share, such as the interface's description, before an event loop would have to. */
    public static void read() {
        all();
    }

    static List<Pages> all() {
        return List.of(
                new SlotPage(),
                new InfoPages(),
                new Api(),
                new LegacyLinks(),
                new DescriptionPage(),
                new DocumentsPage(),
                new VerdictPage(),
                new QueuePages(),
                new SecurityPage(),
                new CodePage(),
                new DetailsPage(),
                new ReviewPage(),
                new SentPage(),
                new ConfirmPages(),
                new CancelPages(),
                new ManagePages(),
                new Papers());
    }
}
