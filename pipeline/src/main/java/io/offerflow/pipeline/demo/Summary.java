package io.offerflow.pipeline.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offerflow.pipeline.demo.Measurements.Standing;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of a demonstration. */
public final class Summary {
  private final Demo.Settings settings;
  private final Snapshot end;

  Summary(Demo.Settings settings, Snapshot end) {
    this.settings = settings;
    this.end = end;
  }

  /** For people. */
  public List<String> lines() {
    return View.summary(end, settings.warmUpSeconds());
  }

  /** For programs: one object in one line. Percentiles are null when nothing was measured. */
  public String json() {
    Standing standing = end.standing();
    boolean measured = standing.measured() > 0;
    ObjectNode object = new ObjectMapper().createObjectNode();
    object.put("events", end.sent());
    object.put("decisions", standing.decisions());
    object.put("offers", standing.offers());
    object.put("p50_ms", measured ? standing.p50() : null);
    object.put("p99_ms", measured ? standing.p99() : null);
    object.put("p999_ms", measured ? standing.p999() : null);
    object.put("max_ms", measured ? standing.worst() : null);
    object.put("measured", standing.measured());
    object.put("warm_up_s", settings.warmUpSeconds());
    object.put(
        "first_offer_s",
        standing.firstOfferMillis() < 0 ? null : standing.firstOfferMillis() / 1e3);
    object.put("seconds", Math.round(end.millis() / 100.0) / 10.0);
    object.put("rate", settings.rate());
    object.put("seed", settings.seed());
    object.put("customers", settings.customers());
    object.put("send_lag_ms", end.sendLagMillis());
    object.put("dead_letters", standing.deadLetters());
    put(object.putObject("outcomes"), standing.outcomes());
    put(object.putObject("campaigns"), standing.campaigns());
    put(object.putObject("channels"), standing.channels());
    return object.toString();
  }

  private static void put(ObjectNode object, Map<String, Long> counts) {
    new TreeMap<>(counts).forEach(object::put);
  }
}
