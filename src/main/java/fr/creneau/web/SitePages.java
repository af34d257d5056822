package fr.creneau.web;

import fr.creneau.web.info.InfoPages;
import fr.creneau.web.manage.CancelPages;
import fr.creneau.web.manage.ConfirmPages;
import fr.creneau.web.manage.ManagePages;
import java.util.List;

/** All pages of the site, in the order in which they are asked. */
final class SitePages {
    private SitePages() {}

    static List<Pages> all() {
        return List.of(new ConfirmPages(), new CancelPages(), new ManagePages(), new InfoPages());
    }
}
