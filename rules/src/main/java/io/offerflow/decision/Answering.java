package io.offerflow.decision;

import io.offerflow.decision.Decision.Answer;
import io.offerflow.decision.Decision.Considered;
import io.offerflow.event.Event;
import io.offerflow.policy.Contact;
import io.offerflow.stock.Taken;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Settings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Answers an inbound channel that asks: the campaigns that pass, best first. It reserves nothing;
 * what is presented becomes a contact later (contract 4.14).
 */
final class Answering {
  private static final int DEFAULT_LIMIT = 3;

  private final Bundle bundle;

  Answering(Bundle bundle) {
    this.bundle = bundle;
  }

  /**
   * What is said to who asks.
   *
   * @param best the first entry; null when there is none
   * @param answer null when nobody asks
   * @param given its entries, as the contacts that they become when they are presented
   */
  record Answered(List<Considered> considered, Candidate best, Answer answer, List<Contact> given) {
    static final Answered NOBODY = new Answered(List.of(), null, null, List.of());

    boolean hasEntry() {
      return best != null;
    }
  }

  /**
   * Takes the candidates of those who ask out of the others.
   *
   * @param passed best first
   */
  List<Candidate> asked(List<Candidate> passed) {
    List<Candidate> asked = new ArrayList<>(0);
    for (Iterator<Candidate> each = passed.iterator(); each.hasNext(); ) {
      Candidate candidate = each.next();
      if (candidate.campaign().moment() instanceof Moment.Ask) {
        asked.add(candidate);
        each.remove();
      }
    }
    return asked;
  }

  /**
   * The answer, without those whom experiments leave alone.
   *
   * @param ask null when nobody asks
   * @param asked best first
   */
  Answered answer(String customer, String decision, long now, Event ask, List<Candidate> asked) {
    if (ask == null) {
      return Answered.NOBODY;
    }
    int limit = limit(ask);
    List<Considered> considered = new ArrayList<>();
    List<Answer.Entry> entries = new ArrayList<>();
    List<Contact> given = new ArrayList<>();
    Candidate best = null;
    for (Candidate candidate : asked) {
      String arm = bundle.policy().arm(customer, candidate.campaign());
      if (arm != null) {
        considered.add(considered(candidate, Result.CONTROL, arm));
        continue;
      }
      best = best == null ? candidate : best;
      boolean first = best == candidate;
      considered.add(
          considered(
              candidate,
              first ? Result.WON : Result.OUTRANKED,
              first ? null : candidate.outrankedBy(best)));
      if (entries.size() < limit) {
        entries.add(entry(candidate));
        given.add(candidate.contact(decision, now, Taken.NOTHING, false));
      }
    }
    String channel = ask.fields().text("channel");
    return new Answered(considered, best, new Answer(channel, ask.id(), entries), given);
  }

  /**
   * The event of a cause, where an inbound channel asks by it: who asks is answered, also where no
   * campaign waits for that; null otherwise.
   *
   * @param event null in a timer's cause
   */
  Event ask(Event event) {
    if (event == null || !event.type().equals("ask")) {
      return null;
    }
    Settings.Channel channel =
        bundle.workspace().settings().channels().get(event.fields().text("channel"));
    return channel != null && channel.inbound() ? event : null;
  }

  private static int limit(Event ask) {
    BigDecimal limit = (BigDecimal) ask.fields().get("limit");
    return limit == null ? DEFAULT_LIMIT : Math.max(0, limit.intValue());
  }

  private static Answer.Entry entry(Candidate candidate) {
    return new Answer.Entry(
        candidate.campaign().id(),
        candidate.offer().id(),
        candidate.score().value(),
        candidate.pass().content());
  }

  private static Considered considered(Candidate candidate, Result result, String detail) {
    return new Considered(
        candidate.campaign().id(), candidate.campaign().moment().word(), result, detail, null);
  }
}
