package io.offerflow.stock;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Notes what grants refused to which decision, so that a decision can be made once more without
 * anything being used once more.
 */
public final class TapedGrants implements Grants {
  private final Grants grants;
  private final Map<String, Set<Resource>> refused = new HashMap<>();

  public TapedGrants(Grants grants) {
    this.grants = grants;
  }

  @Override
  public boolean has(String decision, Resource resource, long amount) {
    boolean has = grants.has(decision, resource, amount);
    if (!has) {
      refused.computeIfAbsent(decision, unused -> new HashSet<>()).add(resource);
    }
    return has;
  }

  @Override
  public void use(Resource resource, long amount) {
    grants.use(resource, amount);
  }

  @Override
  public void giveBack(Resource resource, long amount) {
    grants.giveBack(resource, amount);
  }

  /** Nobody will ask for that decision again. */
  public void forget(String decision) {
    refused.remove(decision);
  }

  /** Says again what was said, for decisions that were made before. */
  public Grants again() {
    return new Grants() {
      @Override
      public boolean has(String decision, Resource resource, long amount) {
        return !refused.getOrDefault(decision, Set.of()).contains(resource);
      }

      @Override
      public void use(Resource resource, long amount) {
        // It was used the first time.
      }

      @Override
      public void giveBack(Resource resource, long amount) {
        // It was given back the first time.
      }
    };
  }
}
