package fr.creneau.web;

import io.vertx.ext.web.Router;

/** Some pages of the site: they put their handlers on the router with {@link Site#get} and {@link Site#post}. */
public interface Pages {
    void mount(Router router, Site site);
}
