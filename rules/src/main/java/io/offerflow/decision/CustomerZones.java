package io.offerflow.decision;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/** Time zones by the text that customers have for theirs. For one thread. */
final class CustomerZones {
  /**
   * More different texts than there are time zones: a feed that sends nonsense must not fill us.
   */
  private static final int LIMIT = 2_000;

  private final ZoneId otherwise;
  private final Map<String, ZoneId> known = new HashMap<>();

  CustomerZones(ZoneId otherwise) {
    this.otherwise = otherwise;
  }

  /** The zone of that text; the workspace's where it is missing or no time zone. */
  ZoneId of(String text) {
    if (text == null) {
      return otherwise;
    }
    ZoneId zone = known.get(text);
    if (zone == null) {
      zone = parse(text);
      if (known.size() < LIMIT) {
        known.put(text, zone);
      }
    }
    return zone;
  }

  private ZoneId parse(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
