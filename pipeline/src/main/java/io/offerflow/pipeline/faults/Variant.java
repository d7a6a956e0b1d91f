package io.offerflow.pipeline.faults;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The example with some of its rules otherwise: a condition, a score, a campaign more, a feature
 * more that a condition needs. There are sixteen.
 *
 * @param bits one for each of these
 */
record Variant(int bits) {
  static final Variant PLAIN = new Variant(0);

  private static final int PARTS = 4;

  private static final String SHELF =
      """
      campaign: shelf
      title: Live sport for who looks around
      class: sales
      when: {event: app_view}
      if:
        - event.dwell_s >= 20
      offer: video-month
      channels: [push, sms, inbox]
      """;

  /** With one part more, or one less. */
  Variant next(SplittableRandom random) {
    return new Variant(bits ^ 1 << random.nextInt(PARTS));
  }

  private boolean has(int part) {
    return (bits >> part & 1) == 1;
  }

  /** The files of the example, changed. */
  SortedMap<String, byte[]> of(Map<String, byte[]> example) {
    SortedMap<String, byte[]> files = new TreeMap<>(example);
    if (has(0)) {
      replace(files, "campaigns/bill-shock.yaml", "monthly_fee * 1.2", "monthly_fee * 0.9");
    }
    if (has(1)) {
      replace(files, "campaigns/heavy-data.yaml", "lever: 10", "lever: 60");
    }
    if (has(2)) {
      files.put("campaigns/shelf.yaml", SHELF.getBytes(StandardCharsets.UTF_8));
    }
    if (has(3)) {
      String more = "spend_30d: ";
      replace(files, "features.yaml", more, "moves_1d: {count: location, last: 1d}\n" + more);
      replace(files, "campaigns/topup-data.yaml", "data_today > 0", "moves_1d >= 2");
    }
    return files;
  }

  private static void replace(Map<String, byte[]> files, String path, String part, String by) {
    String before = new String(files.get(path), StandardCharsets.UTF_8);
    String after = before.replace(part, by);
    if (after.equals(before)) {
      throw new IllegalStateException(path + " no longer says " + part);
    }
    files.put(path, after.getBytes(StandardCharsets.UTF_8));
  }
}
