package io.offerflow.gateway;

/** What a gateway counts. Implementations are safe for several threads; no call takes long. */
public interface GatewayMetrics {
  /** Counts nothing. */
  GatewayMetrics OFF = new GatewayMetrics() {};

  /**
   * The other side took a message.
   *
   * @param nanos from its submission to the other side's word
   * @param sinceDecided milliseconds from its decision to its submission
   */
  default void sent(String channel, long nanos, long sinceDecided) {}

  /** A message will not be sent; {@code late} is among the reasons. */
  default void failed(String channel, String reason) {}

  /** A message is tried again later. */
  default void retried(String channel, String reason) {}

  /** The other side wants nothing of an account for a while. */
  default void throttled(String account) {}

  /** A decision that was handed on before. */
  default void repeated(String channel) {}

  /** Nobody knows whether the other side took a message. */
  default void doubtful(String channel, boolean resent) {}

  /** A record in the topic that is no push. */
  default void unreadable(String channel) {}

  /** A response was written to the events. */
  default void response(String channel, String kind) {}

  /** A receipt or a reply of which nobody knows what it is about, or one that was heard before. */
  default void ignored(String account, String what) {}

  /** How many messages an account has under way, and how many more it could take. */
  default void window(String account, int underWay, int room) {}

  /** How many records of a channel are not settled yet. */
  default void behind(String channel, long records) {}
}
