package io.offerflow.gateway.carrier;

import java.io.IOException;

/** The settings of an account, checked. */
public interface Account {
  /**
   * Opens it. A peer that is not there is no failure: the carrier has no room then, and tries again
   * by itself.
   *
   * @param receipts takes what comes back
   * @param roomMade to be called, from any thread, when there is room again
   * @throws IOException when the settings cannot work here, in one sentence
   */
  Carrier open(Receipts receipts, Runnable roomMade) throws IOException;
}
