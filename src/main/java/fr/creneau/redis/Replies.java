package fr.creneau.redis;

import io.vertx.redis.client.impl.types.ErrorType;

/** What a failed command says about its connection. */
final class Replies {
    private Replies() {}

    static boolean isNoScript(Throwable failure) {
        return begins(failure, "NOSCRIPT");
    }

    /**
     * Whether a connection is of no use any more: it ended, or leads to a node that is no longer the master (READONLY), to one that
     * no longer has the key (MOVED), to one that is starting, or was not let in (NOAUTH). A refusal of the command itself is no such sign.
     */
    static boolean meansReconnect(Throwable failure) {
        return !(failure instanceof ErrorType)
                || begins(failure, "CONNECTION_CLOSED")
                || begins(failure, "READONLY")
                || begins(failure, "MOVED")
                || begins(failure, "CLUSTERDOWN")
                || begins(failure, "MASTERDOWN")
                || begins(failure, "LOADING")
                || begins(failure, "NOAUTH");
    }

    private static boolean begins(Throwable failure, String code) {
        String message = failure.getMessage();
        return message != null && message.startsWith(code);
    }
}
