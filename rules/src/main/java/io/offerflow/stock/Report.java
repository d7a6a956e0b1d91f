package io.offerflow.stock;

import java.io.Serializable;

/**
 * What a task tells the keeper of one resource.
 *
 * @param credit how much more is free again; less than 0 for what was used without a lease
 * @param wanted how much more it needs at least; 0 when it wants nothing
 * @param waits whether a decision waits for it
 * @param answer whether it answers a recall
 * @param left what it still has
 */
public record Report(
    Resource resource, long credit, long wanted, boolean waits, boolean answer, long left)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
