package io.offerflow.policy;

import java.util.Map;

/** What policy says of one campaign on one channel. */
public sealed interface Verdict {

  /**
   * It may go out.
   *
   * @param address where to; personal
   * @param content its parts, filled in; personal values may stand in it
   */
  record Pass(String channel, String address, String language, Map<String, String> content)
      implements Verdict {
    /** Without the address and the content, which are personal. */
    @Override
    public String toString() {
      return "Pass[" + channel + "]";
    }
  }

  /**
   * It may not.
   *
   * @param detail the rule that blocks, without personal values
   * @param free epoch milliseconds, the first instant at which the check would not block; null when
   *     it does not end by time
   */
  record Block(Check check, String detail, Long free) implements Verdict {}
}
