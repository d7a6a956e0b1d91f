package io.offerflow.workspace;

import io.offerflow.event.Schema;
import io.offerflow.feature.Feature;
import io.offerflow.zone.Zone;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checked workspace: every name in it resolves.
 *
 * @param version content hash of all its files, hexadecimal; the bundle's version
 * @param features in order of the file
 * @param zones in order of the file
 * @param offers by id
 * @param feeds by name
 * @param campaigns by id, sorted
 */
public record Workspace(
    String version,
    Settings settings,
    Schema schema,
    List<Feature> features,
    List<Zone> zones,
    Map<String, Offer> offers,
    Policy policy,
    Map<String, Feed> feeds,
    List<Campaign> campaigns) {
  public Workspace {
    features = List.copyOf(features);
    zones = List.copyOf(zones);
    offers = Collections.unmodifiableMap(new LinkedHashMap<>(offers));
    feeds = Collections.unmodifiableMap(new LinkedHashMap<>(feeds));
    campaigns = List.copyOf(campaigns);
  }
}
