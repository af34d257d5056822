package fr.creneau.web;

/** Ends a request with an error page. Carries nothing of the request: it may be logged. */
public final class Refused extends RuntimeException {
    private final Problem problem;

    public Refused(Problem problem) {
        super(problem.name(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
