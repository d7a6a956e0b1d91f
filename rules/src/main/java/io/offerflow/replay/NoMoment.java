package io.offerflow.replay;

import io.offerflow.condition.Condition;
import io.offerflow.condition.EventValues;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Truth;
import io.offerflow.decision.CustomerView;
import io.offerflow.decision.CustomerView.Value;
import io.offerflow.event.DurationText;
import io.offerflow.event.Event;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Workspace;
import io.offerflow.zone.Zone;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;

/**
 * Why an event of hers was no moment of a campaign.
 *
 * @param before what was known of her without the event, at the {@code now} with it
 * @param after what is known of her with it
 */
record NoMoment(Campaign campaign, Workspace workspace, CustomerView before, CustomerView after) {

  /** One line; personal values do not stand in it. */
  String why(Event event) {
    Moment moment = campaign.moment();
    if (moment instanceof Moment.OnEvent on) {
      String amiss = amiss(on.trigger(), event);
      return amiss == null ? "its moment did not count" : amiss;
    } else if (moment instanceof Moment.Enter enter) {
      return place(enter.place(), true);
    } else if (moment instanceof Moment.Leave leave) {
      return place(leave.place(), false);
    } else if (moment instanceof Moment.Stay stay) {
      return stay(stay);
    } else if (moment instanceof Moment.Cross cross) {
      return cross(cross);
    } else if (moment instanceof Moment.Without without) {
      return without(without, event);
    } else if (moment instanceof Moment.Then then) {
      return then(then, event);
    }
    return ofOther(moment);
  }

  private DueDay dueDay() {
    return new DueDay(after, after.days().get(campaign.id()));
  }

  private String ofOther(Moment moment) {
    if (moment instanceof Moment.Date date) {
      return dueDay().of(date);
    } else if (moment instanceof Moment.Yearly yearly) {
      return dueDay().of(yearly);
    } else if (moment instanceof Moment.Tagged tagged) {
      return before.tags().contains(tagged.tag())
          ? "she had the tag " + tagged.tag() + " already"
          : "the tag " + tagged.tag() + " did not come";
    } else if (moment instanceof Moment.Untagged untagged) {
      return before.tags().contains(untagged.tag())
          ? "she still has the tag " + untagged.tag()
          : "she had no tag " + untagged.tag();
    } else if (moment instanceof Moment.Ask ask) {
      return "nobody asked on " + ask.channel();
    }
    return "this event did not bring about its moment, `" + moment.word() + "`";
  }

  private String then(Moment.Then then, Event event) {
    String noStart = amiss(then.first(), event);
    String noEnd = amiss(then.second(), event);
    if (noEnd == null) {
      return "it completes nothing: no "
          + then.first().type()
          + " of the "
          + DurationText.format(then.withinMillis())
          + " before it waits for it"
          + (then.match() == null ? "" : ", with the same " + then.match());
    }
    return noStart == null
        ? "it begins a sequence; "
            + then.second().type()
            + " must follow within "
            + DurationText.format(then.withinMillis())
        : event.type().equals(then.second().type())
            ? "it completes nothing: " + noEnd
            : noStart + ", which neither begins nor completes its sequence";
  }

  /** What keeps the event from being that one; null when nothing does. */
  private String amiss(Moment.Trigger trigger, Event event) {
    if (!trigger.type().equals(event.type())) {
      return "it waits for " + trigger.type() + ", this was " + event.type();
    }
    EventValues values = new EventValues(event, after.now(), after.zone());
    Condition where = trigger.where();
    try {
      return where == null || where.test(values) == Truth.TRUE
          ? null
          : "where " + where.detail(values);
    } catch (RuntimeException | StackOverflowError failure) {
      return "where " + where.failed(failure);
    }
  }

  private List<String> zones(Moment.Place place) {
    return workspace.zones().stream()
        .filter(zone -> place.tag() ? zone.tags().contains(place.name()) : isNamed(zone, place))
        .map(Zone::name)
        .toList();
  }

  private static String text(Moment.Place place) {
    return (place.tag() ? "tag:" : "") + place.name();
  }

  private static String named(Moment.Place place, List<String> zones) {
    return place.tag() ? text(place) + " (" + String.join(", ", zones) + ")" : text(place);
  }

  private String place(Moment.Place place, boolean entering) {
    List<String> zones = zones(place);
    List<String> was = zones.stream().filter(before.zones()::contains).toList();
    if (was.isEmpty()) {
      return entering ? text(place) + " was not entered" : "she was not in " + text(place);
    }
    if (entering) {
      return "she was in " + named(place, was) + " already";
    }
    List<String> is = zones.stream().filter(after.zones()::contains).toList();
    return is.isEmpty()
        ? "she left " + named(place, was) + " in silence"
        : "she is still in " + named(place, is);
  }

  private String stay(Moment.Stay stay) {
    List<String> is = zones(stay.place()).stream().filter(after.zones()::contains).toList();
    return is.isEmpty()
        ? "she is not in " + text(stay.place())
        : "she is in "
            + named(stay.place(), is)
            + "; its moment comes by the clock, once a visit has lasted "
            + DurationText.format(stay.forMillis());
  }

  private static boolean isNamed(Zone zone, Moment.Place place) {
    return zone.name().equals(place.name());
  }

  private String cross(Moment.Cross cross) {
    Value was = value(before, cross.subject());
    Value is = value(after, cross.subject());
    String line = (cross.above() ? "above " : "below ") + cross.line().toPlainString();
    String name = cross.subject().text();
    if (isPersonal(was) || isPersonal(is)) {
      return name + " is personal; it did not go " + line;
    }
    if (Objects.equals(was, is)) {
      return isBeyond(cross, is)
          ? name + " stayed " + text(is) + ", " + line + " already"
          : name + " stayed " + text(is) + ", not " + line;
    }
    String moved = name + " went from " + text(was) + " to " + text(is) + ", ";
    if (isBeyond(cross, was)) {
      return moved + line + " already before";
    }
    return isBeyond(cross, is)
        ? moved + "but only by the offer that this event brought"
        : moved + "not " + line;
  }

  private static boolean isPersonal(Value value) {
    return value != null && value.shown().equals(CustomerView.HIDDEN);
  }

  private static Value value(CustomerView view, Ref subject) {
    return subject instanceof Ref.Customer customer
        ? view.attributes().get(customer.attribute())
        : view.features().get(subject.text());
  }

  private static String text(Value value) {
    return value == null ? "missing" : value.toString();
  }

  private static boolean isBeyond(Moment.Cross cross, Value value) {
    return value != null
        && value.shown() instanceof BigDecimal number
        && (cross.above()
            ? number.compareTo(cross.line()) > 0
            : number.compareTo(cross.line()) < 0);
  }

  private String without(Moment.Without without, Event event) {
    String within = DurationText.format(without.withinMillis());
    String match = without.match();
    String noStart = amiss(without.first(), event);
    String noEnd = amiss(without.expected(), event);
    boolean matches = match == null || EventValues.of(event, match) != null;
    if ((noStart == null || noEnd == null) && !matches) {
      return "it has no " + match + ", which must be equal: it begins and ends nothing";
    }
    String ended = "it ends a wait for " + without.expected().type() + ", if one was open";
    if (noStart == null) {
      Instant end = Instant.ofEpochMilli(event.time() + without.withinMillis());
      String until = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(end.atZone(after.zone()));
      String begun =
          "it begins a wait of " + within + " for " + without.expected().type() + ", until ";
      return (noEnd == null ? ended + "; " : "") + begun + until;
    }
    if (noEnd == null) {
      return ended;
    }
    if (event.type().equals(without.first().type())) {
      return "it begins no wait: " + noStart;
    }
    return event.type().equals(without.expected().type())
        ? "it ends no wait: " + noEnd
        : noStart + ", which neither begins nor ends a wait";
  }
}
