/** The whole site in a browser: what an applicant sees, page by page. */
package fr.creneau.journey;
