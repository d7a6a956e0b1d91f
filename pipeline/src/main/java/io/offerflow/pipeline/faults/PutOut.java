package io.offerflow.pipeline.faults;

import io.offerflow.pipeline.job.WrittenBy;
import io.offerflow.policy.Contact;
import java.util.HashMap;
import java.util.Map;

/** What the topics hold of one customer. */
final class PutOut {
  /**
   * A record or a push.
   *
   * @param bytes a hash of them
   * @param time when it was written, epoch milliseconds
   */
  record Written(int bytes, WrittenBy by, long time) {}

  /** A contact that a record tells of: a push, or a record that somebody is left alone. */
  record Told(Contact contact, WrittenBy by) {}

  /** The last record of each decision. */
  final Map<String, Written> decisions = new HashMap<>();

  /** The first push of each decision. */
  final Map<String, Written> pushes = new HashMap<>();

  /** By decision, as it was told of first. */
  final Map<String, Told> contacts = new HashMap<>();

  /** The last record of what an event brought about, by {@link #cause}. */
  final Map<String, Written> ofEvents = new HashMap<>();

  static String cause(String type, String event) {
    return type + "/" + event;
  }
}
