package io.offerflow.pipeline.job;

import io.offerflow.codec.DecisionEncoder;
import io.offerflow.codec.EventEncoder;
import io.offerflow.decision.Broken;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.kafka.Topics;
import io.offerflow.learning.Lesson;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what the core said: pushes, answers, records, lessons and what goes to other ids. */
final class Emitter {
  /** What the learner is to know; nothing where nothing is learned. */
  static final OutputTag<Lesson> LESSONS = new OutputTag<>("lessons", LessonSerializer.TYPE);

  private static final Logger LOG = LoggerFactory.getLogger(Emitter.class);

  private final Output<StreamRecord<Outgoing>> output;
  private final Topics topics;
  private final TakeOver takeOver;
  private final ProcessingTimeService time;
  private final boolean wallClock;
  private final DecisionMetrics metrics;
  private final StreamRecord<Outgoing> out = new StreamRecord<>(null);
  private final Set<Broken> told = new HashSet<>();

  /**
   * @param takeOver knows what former runs put out
   * @param wallClock whether pushes past their deadline on the wall clock are refused
   */
  Emitter(
      Output<StreamRecord<Outgoing>> output,
      Topics topics,
      TakeOver takeOver,
      ProcessingTimeService time,
      boolean wallClock,
      DecisionMetrics metrics) {
    this.output = output;
    this.topics = topics;
    this.takeOver = takeOver;
    this.time = time;
    this.wallClock = wallClock;
    this.metrics = metrics;
  }

  /**
   * All of one answer.
   *
   * @param core that gave it
   * @param appended when the event came into its topic; {@link Outgoing#NO_EVENT} for none
   */
  void emit(String customer, Core.Answer answer, Core core, long appended) {
    answer.broken().forEach(this::leftOut);
    for (Input next : answer.onward()) {
      byte[] form =
          next instanceof Input.Joining joining
              ? JoiningForm.write(joining)
              : EventEncoder.encode(((Input.Arrived) next).event());
      send(topics.merges(), next.customer(), form, appended);
    }
    for (Lesson lesson : answer.lessons()) {
      output.collect(LESSONS, new StreamRecord<>(lesson));
    }
    for (Decision decision : answer.decisions()) {
      if (decision.answer() != null) {
        send(topics.answers(), customer, DecisionEncoder.answer(decision), appended);
      }
      if (!decision.hasRecord()) {
        continue;
      }
      metrics.decision(decision);
      // The push of a repeated decision is known to be there; its record may have been lost.
      boolean isOut = takeOver.isOut(decision.id()) || decision.repeated();
      if (decision.outcome() == Decision.Kind.OFFERED && !isOut) {
        push(customer, decision, appended);
      }
      if (decision.outcome() != Decision.Kind.NONE || core.recordsNone(customer)) {
        send(topics.decisions(), customer, DecisionEncoder.decision(decision), appended);
      }
    }
  }

  /** The log has the reason, once; the metric has all of them. */
  private void leftOut(Broken part) {
    metrics.broken(part);
    if (told.add(part)) {
      LOG.warn("Left out, {} {}: {}", part.part(), part.name(), part.reason());
    }
  }

  private void push(String customer, Decision decision, long appended) {
    if (isTooLate(decision)) {
      refuse(decision, appended);
      return;
    }
    String channel = decision.choice().channel();
    send(topics.offers(channel), customer, DecisionEncoder.offer(decision), appended);
    metrics.offer(channel);
    if (appended != Outgoing.NO_EVENT) {
      metrics.latency(time.getCurrentProcessingTime() - appended);
    }
  }

  /** Events of the past are decided on as if it were then: their deadlines have all passed. */
  private boolean isTooLate(Decision decision) {
    return wallClock && time.getCurrentProcessingTime() > decision.choice().deadline();
  }

  /**
   * What is worth nothing any more is not handed on: the stream hears that it failed. The response
   * has the time of the decision, so that a job that catches up does not push her clock ahead of
   * the events that it still has to read; its id is the decision's, so that saying it twice counts
   * once.
   */
  private void refuse(Decision decision, long appended) {
    Fields late =
        new Fields.Builder()
            .put("decision", decision.id())
            .put("kind", "failed")
            .put("reason", "late")
            .build();
    Event failed =
        Event.of("response", "late-" + decision.id(), decision.customer(), decision.time(), late);
    send(topics.events(), decision.customer(), EventEncoder.encode(failed), appended);
    metrics.refused(decision.choice().channel());
  }

  /** A record that could not be handled. */
  void deadLetter(byte[] letter) {
    send(topics.deadLetters(), null, letter, Outgoing.NO_EVENT);
  }

  private void send(String topic, String customer, byte[] value, long appended) {
    Outgoing record = new Outgoing(topic, customer, value, appended);
    output.collect(out.replace(takeOver.signed(record)));
  }
}
