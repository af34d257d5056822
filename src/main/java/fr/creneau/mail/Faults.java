package fr.creneau.mail;

/** Tells a fault without its message, which may quote what was being composed. */
final class Faults {
    private Faults() {}

    /** The innermost cause's type and where it arose. */
    static String place(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        StackTraceElement[] stack = cause.getStackTrace();
        return cause.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
