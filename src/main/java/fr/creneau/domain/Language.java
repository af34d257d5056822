package fr.creneau.domain;

import java.util.Locale;

/** A language of the pages and mails. French comes first: it is the language of the administration. */
public enum Language {
    FR(Locale.FRANCE),
    EN(Locale.UK);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    /** The code used in URLs, cookies, bundles and the HTML {@code lang} attribute: {@code fr}, {@code en}. */
    public String code() {
        return locale.getLanguage();
    }
}
