/**
 * What the site costs, as ratios to a bare handler and to Redis measured in the same run ({@code mvn -Pbench verify}). The servers are
 * processes of their own, started as an operator starts them; this JVM is the client.
 */
package fr.creneau.bench;
