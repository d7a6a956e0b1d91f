package io.offerflow.decision;

import io.offerflow.event.Schema;
import io.offerflow.policy.Contact;

/**
 * What became of a contact: a response, or a success that is credited to it.
 *
 * @param kind {@link #CONVERTED}, one of the contract's kinds of responses, or {@link #OTHER}
 * @param control whether she was left alone and the contact is only remembered
 */
public record Reaction(String campaign, String kind, boolean control) {
  public static final String CONVERTED = "converted";
  public static final String OTHER = "other";

  /** Of a response; what the contract does not know has one name for all. */
  static Reaction response(Contact contact, String kind) {
    return new Reaction(
        contact.campaign(), Schema.RESPONSE_KINDS.contains(kind) ? kind : OTHER, false);
  }

  static Reaction success(Contact contact) {
    return new Reaction(contact.campaign(), CONVERTED, contact.control());
  }
}
