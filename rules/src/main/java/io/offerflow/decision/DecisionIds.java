package io.offerflow.decision;

import io.offerflow.event.Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Decision ids: the first 128 bits of SHA-256 over the cause, in hexadecimal (contract 4.12). The
 * same cause has the same id in every run; nobody can read the customer out of it.
 */
final class DecisionIds {
  private static final int BYTES = 16;

  private final MessageDigest digest;

  DecisionIds() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String ofEvent(Event event) {
    add("event");
    add(event.customer());
    add(event.type());
    add(event.id());
    return finish(event.time());
  }

  /**
   * @param what was due at that instant, sorted
   */
  String ofTimer(String customer, long due, List<String> what) {
    add("timer");
    add(customer);
    what.forEach(this::add);
    return finish(due);
  }

  private void add(String part) {
    byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
    digest.update(utf8);
  }

  private String finish(long time) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(time).array());
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
