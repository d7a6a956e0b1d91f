package io.offerflow.gateway.http;

import io.offerflow.gateway.carrier.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What a request that got no answer means. What matters is whether the other side may have seen it:
 * if not, it is sent again; if so, nobody knows.
 */
final class NoAnswer {
  /** What the JDK says where it has no type of its own. */
  private static final String STREAM_LIMIT = "too many concurrent streams";

  private NoAnswer() {}

  static Outcome outcome(Throwable thrown) {
    if (has(thrown, ConnectException.class)
        || has(thrown, HttpConnectTimeoutException.class)
        || has(thrown, UnresolvedAddressException.class)) {
      return new Outcome.Retry("unreachable", null, true);
    }
    // The handshake comes before any request; other faults of TLS may come after one.
    if (has(thrown, SSLHandshakeException.class) || has(thrown, SSLPeerUnverifiedException.class)) {
      return new Outcome.Retry("tls", null, true);
    }
    if (says(thrown, IOException.class, STREAM_LIMIT)) {
      return new Outcome.Retry("streams", null, false);
    }
    return new Outcome.Unknown(
        has(thrown, HttpTimeoutException.class) || has(thrown, CancellationException.class)
            ? "timeout"
            : "broken-connection");
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    return chain(thrown).anyMatch(type::isInstance);
  }

  private static boolean says(Throwable thrown, Class<? extends Throwable> type, String beginning) {
    return chain(thrown)
        .anyMatch(
            each ->
                type.isInstance(each) && String.valueOf(each.getMessage()).startsWith(beginning));
  }

  private static Stream<Throwable> chain(Throwable thrown) {
    return Stream.iterate(thrown, each -> each != null, Throwable::getCause).limit(20);
  }
}
