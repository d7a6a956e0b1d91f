package io.offerflow.stock;

/**
 * Hands out what is bounded. An input of the core: given the same answers it decides the same. It
 * may change between two calls of the core, but not within one, except by what the core uses.
 */
public interface Grants {

  /**
   * Whether so much is at hand for that decision now.
   *
   * @param decision its id
   * @param amount in the resource's units, at least 1
   */
  boolean has(String decision, Resource resource, long amount);

  /**
   * So much is used, whether or not it was at hand: an acceptance cannot be refused, and what a
   * former run sold is sold.
   */
  void use(Resource resource, long amount);

  /** So much that was used is free again. */
  void giveBack(Resource resource, long amount);
}
