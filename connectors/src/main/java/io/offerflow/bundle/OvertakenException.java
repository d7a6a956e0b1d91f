package io.offerflow.bundle;

import java.io.IOException;

/** Somebody else's activation of the same number was written first, and is in force. */
public final class OvertakenException extends IOException {
  private static final long serialVersionUID = 1L;

  public OvertakenException(Activation winner) {
    super("somebody else made activation " + winner.number() + " just now");
  }
}
