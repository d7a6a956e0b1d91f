package io.offerflow.pipeline.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What came out of the job so far. Safe for several threads. */
final class Measurements {
  private static final int LATEST = 8;
  private static final long GREATEST_MILLIS = 3_600_000;

  private final long start;
  private final long countedFrom;
  private final Map<String, Long> campaigns = new TreeMap<>();
  private final Map<String, Long> channels = new TreeMap<>();
  private final Deque<Push> latest = new ArrayDeque<>();
  private final Histogram latency = new Histogram(GREATEST_MILLIS, 3);
  private long offers;
  private long deadLetters;
  private long firstOffer = -1;

  /**
   * A push and why it went out. Nothing of the customer is in it.
   *
   * @param moment what brought the campaign up
   * @param latency from append to append, milliseconds; -1 when no event caused it
   */
  record Push(
      String campaign, String offer, String channel, String moment, String score, long latency) {}

  /**
   * How things stand.
   *
   * @param firstOfferMillis after the start; -1 when there was none so far
   * @param measured how many latencies the percentiles are of
   */
  record Standing(
      long decisions,
      long offers,
      long deadLetters,
      Map<String, Long> outcomes,
      Map<String, Long> campaigns,
      Map<String, Long> channels,
      List<Push> latest,
      long firstOfferMillis,
      long measured,
      long p50,
      long p99,
      long p999,
      long worst) {}

  /**
   * @param start epoch milliseconds, of the first event
   * @param countedFrom latencies of earlier events are those of a cold JVM and stay out
   */
  Measurements(long start, long countedFrom) {
    this.start = start;
    this.countedFrom = countedFrom;
  }

  synchronized void deadLetter() {
    deadLetters++;
  }

  /**
   * A push came out.
   *
   * @param eventAppended epoch milliseconds; {@link AppendTimes#UNKNOWN} when no event caused it
   * @param appended when the push was, epoch milliseconds
   */
  synchronized void offered(Push push, long eventAppended, long appended) {
    offers++;
    campaigns.merge(push.campaign(), 1L, Long::sum);
    channels.merge(push.channel(), 1L, Long::sum);
    if (firstOffer < 0) {
      firstOffer = appended;
    }
    if (push.latency() >= 0 && eventAppended >= countedFrom) {
      latency.recordValue(Math.min(push.latency(), GREATEST_MILLIS));
    }
    latest.addFirst(push);
    if (latest.size() > LATEST) {
      latest.removeLast();
    }
  }

  /**
   * @param outcomes decisions by how they ended
   */
  synchronized Standing standing(Map<String, Long> outcomes) {
    return new Standing(
        outcomes.values().stream().mapToLong(Long::longValue).sum(),
        offers,
        deadLetters,
        Map.copyOf(outcomes),
        Map.copyOf(campaigns),
        Map.copyOf(channels),
        new ArrayList<>(latest),
        firstOffer < 0 ? -1 : Math.max(0, firstOffer - start),
        latency.getTotalCount(),
        latency.getValueAtPercentile(50),
        latency.getValueAtPercentile(99),
        latency.getValueAtPercentile(99.9),
        latency.getMaxValue());
  }
}
