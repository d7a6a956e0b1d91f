package io.offerflow.stock;

import java.util.HashMap;
import java.util.Map;

/** Grants in the order in which it is asked, until all is used: what replay decides by. */
public final class SequentialGrants implements Grants {
  private final Map<Resource, Long> sizes;
  private final Map<Resource, Long> used = new HashMap<>();

  /**
   * @param sizes how much there is in all, in the resources' units
   */
  public SequentialGrants(Map<Resource, Long> sizes) {
    this.sizes = Map.copyOf(sizes);
  }

  @Override
  public boolean has(String decision, Resource resource, long amount) {
    return sizes.getOrDefault(resource, 0L) - used(resource) >= amount;
  }

  @Override
  public void use(Resource resource, long amount) {
    used.merge(resource, amount, Long::sum);
  }

  @Override
  public void giveBack(Resource resource, long amount) {
    used.merge(resource, -amount, Long::sum);
  }

  /** How much is used and was not given back. */
  public long used(Resource resource) {
    return used.getOrDefault(resource, 0L);
  }
}
