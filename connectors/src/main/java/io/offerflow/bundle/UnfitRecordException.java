package io.offerflow.bundle;

import java.io.IOException;

/** Says in words why a record counts for nothing, without anything of its content. */
final class UnfitRecordException extends IOException {
  private static final long serialVersionUID = 1L;

  UnfitRecordException(String reason) {
    super(reason);
  }
}
