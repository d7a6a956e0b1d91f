package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Ref;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.LocalTime;

/** What a campaign waits for: its {@code when}. */
public sealed interface Moment {

  /** The word of this moment in decision records, such as {@code enter}. */
  String word();

  /**
   * One kind of event.
   *
   * @param where null for every one of the type
   */
  record Trigger(String type, Condition where) {}

  record OnEvent(Trigger trigger) implements Moment {
    @Override
    public String word() {
      return "event";
    }
  }

  /**
   * A zone by name, or every zone with a tag.
   *
   * @param tag whether {@code name} is a tag
   */
  record Place(String name, boolean tag) {}

  record Enter(Place place) implements Moment {
    @Override
    public String word() {
      return "enter";
    }
  }

  record Leave(Place place) implements Moment {
    @Override
    public String word() {
      return "leave";
    }
  }

  /**
   * A visit that lasts.
   *
   * @param forMillis how long
   */
  record Stay(Place place, long forMillis) implements Moment {
    @Override
    public String word() {
      return "stay";
    }
  }

  /**
   * A number crosses a line.
   *
   * @param subject a feature or a customer attribute; a number
   */
  record Cross(Ref subject, boolean above, BigDecimal line) implements Moment {
    @Override
    public String word() {
      return "cross";
    }
  }

  /**
   * A sequence: an event, and another one after it.
   *
   * @param match the field that must be equal, or null
   * @param matchType null without {@code match}
   */
  record Then(Trigger first, Trigger second, long withinMillis, String match, ValueType matchType)
      implements Moment {
    @Override
    public String word() {
      return "then";
    }
  }

  /**
   * An expected event that did not come.
   *
   * @param match the field that must be equal, or null
   * @param matchType null without {@code match}
   */
  record Without(
      Trigger first, Trigger expected, long withinMillis, String match, ValueType matchType)
      implements Moment {
    @Override
    public String word() {
      return "without";
    }
  }

  /**
   * A local day and time that a date of hers names, once per value.
   *
   * @param attribute of type date
   * @param offsetDays before (negative) or after that date
   */
  record Date(String attribute, int offsetDays, LocalTime at) implements Moment {
    @Override
    public String word() {
      return "date";
    }
  }

  /**
   * The day of a date of hers, every year.
   *
   * @param attribute of type date; 29 February is the 28th in years without one
   */
  record Yearly(String attribute, LocalTime at) implements Moment {
    @Override
    public String word() {
      return "yearly";
    }
  }

  /**
   * Somebody asks what to offer now.
   *
   * @param channel the inbound channel that asks
   */
  record Ask(String channel) implements Moment {
    @Override
    public String word() {
      return "ask";
    }
  }

  /** A tag came. */
  record Tagged(String tag) implements Moment {
    @Override
    public String word() {
      return "tagged";
    }
  }

  /** A tag went: it was removed, or its lifetime ended. */
  record Untagged(String tag) implements Moment {
    @Override
    public String word() {
      return "untagged";
    }
  }
}
