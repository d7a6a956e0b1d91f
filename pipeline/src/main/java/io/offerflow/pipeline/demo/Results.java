package io.offerflow.pipeline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.kafka.Topics;
import io.offerflow.kafka.WholeTopics;
import io.offerflow.pipeline.demo.Measurements.Push;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads what the job puts out, measures it, and lets the city answer. A push says nothing of its
 * event and a decision record nothing of its push's append, so the two are brought together by the
 * decision's id, whichever comes first.
 */
final class Results implements AutoCloseable {
  /** So many are remembered at most; then the oldest go. */
  private static final int GREATEST_WAITING = 100_000;

  /** How long the producer is waited for to say when an event was appended. */
  private static final long PATIENCE_MILLIS = 10_000;

  private final KafkaConsumer<String, byte[]> consumer;
  private final Topics topics;
  private final String offersPrefix;
  private final AppendTimes appended;
  private final Measurements measurements;
  private final City city;
  private final Reactions reactions;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Half> halves = bounded();
  private final Map<String, Boolean> seen = bounded();
  private final List<Match> matches = new ArrayList<>();
  private final Thread thread = new Thread(this::read, "results");
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private volatile boolean stopped;
  private volatile long lastRecord = System.nanoTime();

  /** What is known of a decision so far: its record, or when its push was appended. */
  private static final class Half {
    private JsonNode decision;
    private long pushed = AppendTimes.UNKNOWN;
  }

  private record Match(JsonNode decision, long pushed) {}

  Results(
      Properties kafka,
      Topics topics,
      Collection<String> channels,
      AppendTimes appended,
      Measurements measurements,
      City city,
      Reactions reactions) {
    this.topics = topics;
    this.offersPrefix = topics.offers("");
    this.appended = appended;
    this.measurements = measurements;
    this.city = city;
    this.reactions = reactions;
    Properties settings = new Properties();
    settings.putAll(kafka);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    this.consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    List<String> names = new ArrayList<>(List.of(topics.decisions(), topics.deadLetters()));
    channels.forEach(channel -> names.add(topics.offers(channel)));
    WholeTopics.assign(consumer, names);
  }

  void start() {
    thread.start();
  }

  /** For how long nothing has come out. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastRecord);
  }

  void check() throws IOException {
    Exception problem = failure.get();
    if (problem != null) {
      throw new IOException("what the job puts out can no longer be read from Kafka", problem);
    }
  }

  /** Reads no more. */
  void stop() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    consumer.close();
  }

  private void read() {
    try {
      while (!stopped) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          lastRecord = System.nanoTime();
          take(record);
        }
        measureMatches();
      }
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void take(ConsumerRecord<String, byte[]> record) throws IOException {
    if (record.topic().equals(topics.deadLetters())) {
      measurements.deadLetter();
    } else if (record.topic().equals(topics.decisions())) {
      takeDecision(json.readTree(record.value()));
    } else {
      String channel = record.topic().substring(offersPrefix.length());
      takePush(json.readTree(record.value()), channel, record.timestamp());
    }
  }

  private void takeDecision(JsonNode decision) {
    if (decision.path("outcome").asText().equals("offered")) {
      Half half = half(decision.path("decision").asText());
      half.decision = decision;
      matchUp(half);
    }
  }

  private void takePush(JsonNode push, String channel, long timestamp) {
    String id = push.path("decision").asText();
    // The sink may write a push again after a failure; it is the first that counts.
    if (seen.put(id, true) != null) {
      return;
    }
    String customer = push.path("customer").asText();
    for (Reactions.Reaction reaction : reactions.to(id, channel)) {
      city.answer(customer, id, reaction.kind(), timestamp + reaction.after());
    }
    Half half = half(id);
    half.pushed = timestamp;
    matchUp(half);
  }

  private Half half(String decision) {
    return halves.computeIfAbsent(decision, id -> new Half());
  }

  private void matchUp(Half half) {
    if (half.decision != null && half.pushed != AppendTimes.UNKNOWN) {
      halves.remove(half.decision.path("decision").asText());
      matches.add(new Match(half.decision, half.pushed));
    }
  }

  /** The producer may hear of its event's append later than the push comes out: then it waits. */
  private void measureMatches() {
    for (Iterator<Match> each = matches.iterator(); each.hasNext(); ) {
      Match match = each.next();
      long number = EventNumber.of(match.decision().path("cause").path("event").asText(null));
      long eventAppended = number < 0 ? AppendTimes.UNKNOWN : appended.get(number);
      boolean givenUp = System.currentTimeMillis() - match.pushed() > PATIENCE_MILLIS;
      if (number < 0 || eventAppended != AppendTimes.UNKNOWN || stopped || givenUp) {
        each.remove();
        measurements.offered(push(match, eventAppended), eventAppended, match.pushed());
      }
    }
  }

  private static Push push(Match match, long eventAppended) {
    JsonNode decision = match.decision();
    String campaign = decision.path("campaign").asText();
    String moment = "";
    for (JsonNode considered : decision.path("considered")) {
      if (considered.path("campaign").asText().equals(campaign)) {
        moment = considered.path("moment").asText();
      }
    }
    return new Push(
        campaign,
        decision.path("offer").asText(),
        decision.path("channel").asText(),
        moment,
        decision.path("score").asText(),
        eventAppended == AppendTimes.UNKNOWN ? -1 : Math.max(0, match.pushed() - eventAppended));
  }

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > GREATEST_WAITING;
      }
    };
  }
}
