package io.offerflow.feed;

import java.io.IOException;

/** A file that is not what its feed describes; the message says so in one sentence. */
public final class UnfitFileException extends IOException {
  private static final long serialVersionUID = 1L;

  UnfitFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
