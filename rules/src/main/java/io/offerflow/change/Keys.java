package io.offerflow.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What files call the components of records. */
final class Keys {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("contactClass", "class"),
          Map.entry("moment", "when"),
          Map.entry("conditions", "if"),
          Map.entry("actWithinMillis", "act within"),
          Map.entry("whenQuiet", "when quiet"),
          Map.entry("tagging", "tags"),
          Map.entry("holdOut", "hold out"),
          Map.entry("startPropensity", "start propensity"),
          Map.entry("expiresMillis", "expires"),
          Map.entry("learnBy", "learn by"),
          Map.entry("quietHours", "quiet hours"),
          Map.entry("optIn", "consent"),
          Map.entry("recordNone", "record"),
          Map.entry("controlGroup", "control group"),
          Map.entry("disorderMillis", "disorder"),
          Map.entry("aheadMillis", "ahead"),
          Map.entry("forgetMillis", "forget"),
          Map.entry("radiusMetres", "radius_m"),
          Map.entry("graceMillis", "grace"),
          Map.entry("lapseMillis", "lapse"));

  private Keys() {}

  static List<String> differing(Object before, Object after) {
    List<String> keys = new ArrayList<>();
    for (String component : Alike.differing(before, after)) {
      keys.add(WORDS.getOrDefault(component, component));
    }
    return keys;
  }
}
