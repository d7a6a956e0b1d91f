package io.offerflow.workspace;

import io.offerflow.event.Schema;
import java.util.Set;

/**
 * What the tests of a workspace can name. It is there also where the workspace has errors, so that
 * mistakes in tests are told together with those of other files.
 *
 * @param channels by name
 * @param offers by id
 * @param campaigns by id
 * @param unsure files (or {@code campaigns/}) that may declare more names than could be read: names
 *     of theirs that are unknown are not held against a test
 */
public record Vocabulary(
    Schema schema,
    Set<String> channels,
    Set<String> offers,
    Set<String> campaigns,
    Set<String> unsure) {
  public Vocabulary {
    channels = Set.copyOf(channels);
    offers = Set.copyOf(offers);
    campaigns = Set.copyOf(campaigns);
    unsure = Set.copyOf(unsure);
  }
}
