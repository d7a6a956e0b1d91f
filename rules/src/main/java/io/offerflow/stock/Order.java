package io.offerflow.stock;

import java.io.Serializable;

/**
 * What the keeper tells a task of one resource.
 *
 * @param amount what is leased; what somebody needs who waits; from how much on there is none; or 0
 * @param free what the keeper has left of it after that, less than 0 when too much was used
 */
public record Order(int task, Resource resource, What what, long amount, long free)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of what kind it is. */
  public enum What {
    /** So much more may be used. */
    LEASE,
    /** Half of what is left goes back; all of it, where half is less than is needed. */
    RECALL,
    /** There is some again. */
    OPEN,
    /** There is not so much left anywhere. */
    CLOSED
  }
}
