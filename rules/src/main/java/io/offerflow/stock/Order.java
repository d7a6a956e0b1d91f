package io.offerflow.stock;

import java.io.Serializable;

/**
 * What the keeper tells a task of one resource.
 *
 * @param amount that is leased; 0 elsewhere
 */
public record Order(int task, Resource resource, What what, long amount) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of what kind it is. */
  public enum What {
    /** So much more may be used. */
    LEASE,
    /** Half of what is left goes back. */
    RECALL,
    /** There is some left of what acceptances use. */
    OPEN,
    /** There is none left of it. */
    CLOSED
  }
}
