package fr.creneau.domain.eligibility;

/** A commune an applicant may live in, and whether this desk serves it. {@code code} is INSEE's. */
public record Commune(String code, String name, boolean served) {}
