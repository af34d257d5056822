package fr.creneau.domain.eligibility;

import java.time.LocalDate;

/**
 * What the first page asks.
 *
 * @param permitExpiry last day of validity printed on the permit
 * @param commune INSEE code of the commune of residence, or {@link #ELSEWHERE}; the commune and not the postcode, since postcodes straddle the
 *     arrondissements
 */
public record Answers(Procedure procedure, LocalDate permitExpiry, String commune) {
    /** The answer of people who live in no commune on the desk's list. */
    public static final String ELSEWHERE = "autre";
}
