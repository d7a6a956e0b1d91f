package io.offerflow.workspace;

import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * workspace.yaml.
 *
 * @param timezone of a customer whose own is unknown
 * @param currency null when none is given
 * @param language null when none is given
 * @param disorderMillis how far events may come out of order across customers
 * @param aheadMillis an event from further in the future is a dead letter
 * @param forgetMillis a customer without events for so long is dropped; {@link
 *     io.offerflow.event.DurationText#MAX_MILLIS}, which is never, when nothing is said
 * @param channels by name, in order of the file
 */
public record Settings(
    String name,
    ZoneId timezone,
    String currency,
    String language,
    long disorderMillis,
    long aheadMillis,
    long forgetMillis,
    Map<String, Channel> channels) {
  public Settings {
    channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
  }

  /**
   * A channel.
   *
   * @param address the customer attribute that holds the address; {@code customer} stands for the
   *     id itself; null for an inbound channel without one
   * @param inbound whether it answers {@code ask} and is never pushed to
   */
  public record Channel(String name, String address, boolean inbound) {}
}
