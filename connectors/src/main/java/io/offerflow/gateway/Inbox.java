package io.offerflow.gateway;

import io.offerflow.gateway.Entry.State;
import io.offerflow.gateway.carrier.Receipt;
import io.offerflow.gateway.carrier.Receipts;
import io.offerflow.gateway.carrier.Reply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What comes back from one account, matched with what went out and written as responses. A response
 * is written before the journal is: after a crash between the two it is written again, with the
 * same id.
 */
final class Inbox implements Receipts {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);

  /** A receipt may overtake the answer that says what it is about. */
  private static final long EARLY_MILLIS = 60_000;

  private static final int MOST_EARLY = 10_000;

  private final String account;
  private final Journal journal;
  private final Responses responses;
  private final OptOut optOut;
  private final GatewayMetrics metrics;
  private final Map<String, Early> early = new LinkedHashMap<>();

  private record Early(Receipt receipt, long time) {}

  Inbox(
      String account, Journal journal, Responses responses, OptOut optOut, GatewayMetrics metrics) {
    this.account = account;
    this.journal = journal;
    this.responses = responses;
    this.optOut = optOut;
    this.metrics = metrics;
  }

  /** The other side took a message and named its parts. */
  synchronized CompletionStage<Void> sent(Entry submitted, List<String> references) {
    Entry known = journal.remembered().of(submitted.decision());
    Entry latest = known == null ? submitted : known;
    if (latest.state() == State.DONE) {
      // A receipt that names the decision was here first.
      return DONE;
    }
    Entry sent = latest.sent(references);
    CompletionStage<Void> written = journal.write(sent);
    CompletionStage<Void> heard = learned(sent);
    return written.thenCombine(heard, (one, other) -> null);
  }

  /** What the parts of a message are called: receipts that came before may be about it. */
  synchronized CompletionStage<Void> learned(Entry entry) {
    CompletionStage<Void> all = DONE;
    for (String reference : entry.references()) {
      Early held = early.remove(reference);
      if (held != null) {
        all = all.thenCombine(receipt(held.receipt), (one, other) -> null);
      }
    }
    return all;
  }

  @Override
  public synchronized CompletionStage<Void> receipt(Receipt receipt) {
    forgetEarly(System.currentTimeMillis());
    Entry entry =
        receipt.decision() != null
            ? journal.remembered().of(receipt.decision())
            : journal.remembered().byReference(account, receipt.reference());
    if (entry != null && entry.account().equals(account)) {
      return hear(entry, receipt);
    }
    if (receipt.reference() == null) {
      metrics.ignored(account, "unknown");
    } else {
      early.put(receipt.reference(), new Early(receipt, System.currentTimeMillis()));
    }
    return DONE;
  }

  private CompletionStage<Void> hear(Entry entry, Receipt receipt) {
    boolean repeated =
        entry.state() == State.DONE
            || receipt.reference() != null && entry.heard().contains(receipt.reference());
    return switch (receipt.kind()) {
      case DELIVERED -> repeated ? again() : delivered(entry, receipt.reference());
      case FAILED -> repeated ? again() : failed(entry, receipt.reason());
      default -> said(entry, receipt.kind().name().toLowerCase(Locale.ROOT));
    };
  }

  private CompletionStage<Void> again() {
    metrics.ignored(account, "repeated");
    return DONE;
  }

  private CompletionStage<Void> delivered(Entry entry, String reference) {
    Entry next = reference == null ? entry.as(State.DONE) : entry.with(reference);
    CompletionStage<Void> written = next.state() == State.DONE ? said(entry, "delivered") : DONE;
    return written.thenCombine(journal.write(next), (one, other) -> null);
  }

  private CompletionStage<Void> failed(Entry entry, String reason) {
    String why = reason == null ? "undelivered" : reason;
    metrics.failed(entry.channel(), why);
    metrics.response(entry.channel(), "failed");
    return responses
        .failed(entry.decision(), entry.customer(), why, System.currentTimeMillis())
        .thenCombine(journal.write(entry.as(State.DONE)), (one, other) -> null);
  }

  private CompletionStage<Void> said(Entry entry, String kind) {
    metrics.response(entry.channel(), kind);
    return responses.say(entry.decision(), entry.customer(), kind, System.currentTimeMillis());
  }

  @Override
  public CompletionStage<Void> reply(Reply reply) {
    Entry last = journal.remembered().byAddress(Addresses.hash(account, reply.from()));
    if (last == null) {
      metrics.ignored(account, "reply");
      LOG.warn("a reply to account {} is from an address that nothing was sent to", account);
      return DONE;
    }
    if (!reply.further() && optOut.isSaidBy(reply.text())) {
      return said(last, "unsubscribed");
    }
    metrics.response(last.channel(), "replied");
    return responses.replied(
        last.decision(), last.customer(), reply.text(), System.currentTimeMillis());
  }

  private void forgetEarly(long now) {
    List<String> gone = new ArrayList<>();
    Iterator<Early> oldest = early.values().iterator();
    while (oldest.hasNext()) {
      Early one = oldest.next();
      if (one.time > now - EARLY_MILLIS && early.size() - gone.size() < MOST_EARLY) {
        break;
      }
      gone.add(one.receipt.reference());
    }
    for (String reference : gone) {
      early.remove(reference);
      metrics.ignored(account, "unknown");
    }
  }
}
