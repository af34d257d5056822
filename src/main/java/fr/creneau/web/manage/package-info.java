/** The pages behind the links in mails: confirm, see, download, cancel. A GET of such a link changes nothing: mail scanners follow links. */
@NullMarked
package fr.creneau.web.manage;

import org.jspecify.annotations.NullMarked;
