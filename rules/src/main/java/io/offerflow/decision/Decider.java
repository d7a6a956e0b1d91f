package io.offerflow.decision;

/**
 * The decision core. A pure function of its arguments; the object holds scratch space and a Drools
 * session only, so it is for one thread.
 */
public final class Decider implements AutoCloseable {
  private final Bundle bundle;

  public Decider(Bundle bundle) {
    this.bundle = bundle;
  }

  public Bundle bundle() {
    return bundle;
  }

  /**
   * Decides.
   *
   * @param state of the customer, or null when nothing is known of her; consumed
   */
  public Outcome decide(CustomerState state, Input input) {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public void close() {}
}
