package io.offerflow.decision;

import io.offerflow.condition.Condition;
import io.offerflow.condition.EventValues;
import io.offerflow.condition.Truth;
import io.offerflow.event.Event;
import io.offerflow.policy.Contact;
import io.offerflow.policy.Contacts;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Workspace;
import java.util.HashMap;
import java.util.Map;

/**
 * The events that campaigns name as their success, and to which contact one is credited; the same
 * as in a report. It changes no decision. Immutable; shared by all threads.
 */
final class Goals {
  /**
   * What one campaign is for.
   *
   * @param where null for every event of the type
   */
  private record Goal(Condition where, long withinMillis) {}

  /** By type of event, then campaign. */
  private final Map<String, Map<String, Goal>> goals = new HashMap<>();

  Goals(Workspace workspace) {
    for (Campaign campaign : workspace.campaigns()) {
      Campaign.Success success = campaign.success();
      if (success != null) {
        goals
            .computeIfAbsent(success.event().type(), unused -> new HashMap<>())
            .put(campaign.id(), new Goal(success.event().where(), success.withinMillis()));
      }
    }
  }

  /** Whether any campaign names events of that type as its success. */
  boolean watch(Event event) {
    return goals.containsKey(event.type());
  }

  /**
   * Credits an event: marks the latest contact that it can be credited to. A response goes to what
   * it answers or to none.
   *
   * @param answered the contact that a response answers; null where the event is none
   * @param leftOut is told of a success that could not be evaluated
   * @return the contact; null when there is none
   */
  Contact credit(Contacts contacts, Contact answered, EventValues values, LeftOut leftOut) {
    Map<String, Goal> possible = goals.get(values.event().type());
    Contact contact =
        contacts.latest(
            one ->
                (answered == null || one.isSameAs(answered))
                    && isReached(one, possible.get(one.campaign()), values, leftOut));
    if (contact != null) {
      contacts.replace(contact, contact.succeeded());
    }
    return contact;
  }

  private static boolean isReached(
      Contact contact, Goal goal, EventValues values, LeftOut leftOut) {
    long time = values.event().time();
    return goal != null
        && !contact.failed()
        && !contact.converted()
        && contact.time() <= time
        && time - contact.time() <= goal.withinMillis()
        && (goal.where() == null || holds(goal.where(), contact, values, leftOut));
  }

  private static boolean holds(
      Condition where, Contact contact, EventValues values, LeftOut leftOut) {
    try {
      return where.test(values) == Truth.TRUE;
    } catch (RuntimeException | StackOverflowError failure) {
      leftOut.success(contact.campaign(), where.failed(failure));
      return false;
    }
  }
}
