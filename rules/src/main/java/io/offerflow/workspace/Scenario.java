package io.offerflow.workspace;

import io.offerflow.event.Event;
import java.util.List;
import java.util.Map;

/**
 * A test of a workspace: what is known of customers, then steps on simulated time.
 *
 * @param place of its name
 * @param given one profile event a customer, a millisecond before the first step
 */
public record Scenario(String name, Place place, List<Event> given, List<Step> steps) {
  public Scenario {
    given = List.copyOf(given);
    steps = List.copyOf(steps);
  }

  /** Where something stands; lines and columns count from 1. */
  public record Place(String file, int line, int column) {

    /** {@code tests/a.yaml:3}. */
    @Override
    public String toString() {
      return file + ":" + line;
    }
  }

  /**
   * One step.
   *
   * @param time where the clock goes, epoch milliseconds
   * @param customer whose decisions are expected; null for those of all customers
   * @param event what happens then; null when only time passes
   */
  public record Step(
      Place place, long time, String customer, Event event, List<Expectation> expectations) {
    public Step {
      expectations = List.copyOf(expectations);
    }
  }

  /** What a step's decisions should be. */
  public sealed interface Expectation {
    Place place();
  }

  /** No offer goes out. */
  public record Nothing(Place place) implements Expectation {}

  /**
   * An offer goes out that is all of this; null for what does not matter.
   *
   * @param text stands in a part of the content
   */
  public record Offered(Place place, String offer, String channel, String campaign, String text)
      implements Expectation {}

  /**
   * Who asks is told these offers.
   *
   * @param offers best first
   */
  public record Answered(Place place, List<String> offers) implements Expectation {
    public Answered {
      offers = List.copyOf(offers);
    }
  }

  /**
   * Campaigns have these results.
   *
   * @param words by campaign: a result's word, or {@link #NO_MOMENT}
   */
  public record Results(Place place, Map<String, String> words) implements Expectation {
    /** The campaign's moment does not occur. */
    public static final String NO_MOMENT = "no moment";

    public Results {
      words = Map.copyOf(words);
    }
  }
}
