package fr.creneau.pg;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection on which nothing is heard for a while. The client takes options for its sockets and leaves them aside (5.0.8:
 * {@code PgDriver.createConnectionFactory}), hence the way through its internals; without them, nothing is guarded.
 */
final class SilenceGuard {
    private SilenceGuard() {}

    static void put(SqlConnection connection, Duration longest) {
        if (connection instanceof SqlConnectionInternal internal
                && internal.unwrap().unwrap() instanceof SocketConnectionBase open) {
            ChannelPipeline pipeline =
                    open.socket().channelHandlerContext().channel().pipeline();
            pipeline.addFirst(new ReadTimeoutHandler(longest.toMillis(), TimeUnit.MILLISECONDS));
        }
    }
}
