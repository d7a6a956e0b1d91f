package io.offerflow.decision;

import io.offerflow.event.Event;
import io.offerflow.policy.Contact;
import java.util.List;

/** What the core is called with, for one customer. */
public sealed interface Input {
  String customer();

  /** An event arrived. */
  record Arrived(Event event) implements Input {
    @Override
    public String customer() {
      return event.customer();
    }
  }

  /**
   * The stream's clock has passed an instant: what of the customer is due at it or before happens.
   *
   * @param until epoch milliseconds, included
   */
  record Wakeup(String customer, long until) implements Input {}

  /**
   * Days that campaigns wait for are looked up, for a customer who may send no event for long.
   *
   * @param clock the stream's; what lies before it and is new to her does not occur
   */
  record Reviewed(String customer, long clock) implements Input {}

  /**
   * Contacts that a former run of the job is known to have made after the state was saved (contract
   * 4.4). They count from now on; a cause that decides one of them again is marked as repeated.
   */
  record TakenOver(String customer, List<Contact> contacts) implements Input {
    public TakenOver {
      contacts = List.copyOf(contacts);
    }
  }
}
