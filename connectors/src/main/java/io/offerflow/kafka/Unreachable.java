package io.offerflow.kafka;

import java.io.IOException;
import java.util.Arrays;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Why Kafka cannot be used, in one sentence that says what to look at. No sentence carries the
 * value of a setting.
 */
public final class Unreachable {
  private Unreachable() {}

  /** A broker was asked and did not do as asked. */
  public static IOException at(String bootstrap, Throwable cause) {
    return new IOException(sentence(bootstrap, cause), cause);
  }

  /** The settings are such that no broker could be asked at all. */
  static IOException notAsked(String bootstrap, Throwable problem) {
    Throwable cause = problem.getCause() == null ? problem : problem.getCause();
    return new IOException(
        "no Kafka broker can be asked at " + bootstrap + ": " + told(cause), problem);
  }

  private static String sentence(String bootstrap, Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "no Kafka broker answers at "
          + bootstrap
          + "; one that speaks TLS is silent to a client without it, and the other way round:"
          + " security.protocol says which is meant";
    }
    if (cause instanceof SaslAuthenticationException) {
      return "Kafka at "
          + bootstrap
          + " does not accept the credentials ("
          + cause.getMessage()
          + "); look at sasl.mechanism and sasl.jaas.config";
    }
    if (cause instanceof SslAuthenticationException) {
      return handshake(bootstrap, root(cause).getMessage());
    }
    if (cause instanceof AuthorizationException) {
      return "Kafka at "
          + bootstrap
          + " knows who we are but does not allow it ("
          + cause.getMessage()
          + "); docs/operations.md lists the rights that are needed";
    }
    return "Kafka at " + bootstrap + ": " + cause.getMessage();
  }

  private static String handshake(String bootstrap, String alert) {
    if (String.valueOf(alert).startsWith("Received fatal alert")) {
      return "Kafka at "
          + bootstrap
          + " does not accept our certificate ("
          + alert
          + "); look at ssl.keystore.location";
    }
    return "the certificate of Kafka at "
        + bootstrap
        + " is not trusted ("
        + alert
        + "); look at ssl.truststore.location and at the names in the certificate";
  }

  /** What is wrong with the settings; a mistake in JAAS would be told with a piece of itself. */
  private static String told(Throwable cause) {
    Throwable root = root(cause);
    boolean jaas =
        root instanceof IllegalArgumentException
            && Arrays.stream(root.getStackTrace())
                .anyMatch(frame -> frame.getClassName().contains("Jaas"));
    if (jaas) {
      return "sasl.jaas.config is not written as CLASS required username=\"...\""
          + " password=\"...\"; with the semicolon at its end";
    }
    return root == cause || root.getMessage() == null
        ? cause.getMessage()
        : cause.getMessage() + ": " + root.getMessage();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
