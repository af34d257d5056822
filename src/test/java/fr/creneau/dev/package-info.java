/** The whole site on a developer's machine: embedded PostgreSQL, Redis and mail catcher. On no production class path. */
package fr.creneau.dev;
