package io.offerflow.decision;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.policy.Contact;
import java.util.ArrayList;
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

  /**
   * What was known under another id, which a {@code merge} says is one of the same customer.
   *
   * @param from the id under which it was known
   * @param merge id of the event that says so
   * @param time of that event, epoch milliseconds
   * @param now hers there, epoch milliseconds
   * @param path the ids that it came by, the last one last, with the time of each one's merge
   * @param state as {@link CustomerState#write} wrote it; not to be changed
   */
  record Joining(
      String customer,
      String from,
      String merge,
      long time,
      long now,
      List<Step> path,
      byte[] state)
      implements Input {
    /** An id, and when it was merged into the next one, in epoch milliseconds. */
    public record Step(String customer, long time) {}

    public Joining {
      path = List.copyOf(path);
    }

    Event event() {
      return Event.of("merge", merge, from, time, Fields.NONE);
    }

    /** The same on its way to the next id. */
    Joining to(MergedInto next) {
      List<Step> by = new ArrayList<>(path);
      by.removeIf(step -> step.customer().equals(customer));
      by.add(new Step(customer, next.time()));
      return new Joining(next.into(), from, merge, time, now, by, state);
    }

    /** No state: it is personal. */
    @Override
    public String toString() {
      return "joining by " + merge;
    }
  }
}
