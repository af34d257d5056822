/** What every test may use: real backends, a mail catcher and a browser. */
package fr.creneau.testkit;
