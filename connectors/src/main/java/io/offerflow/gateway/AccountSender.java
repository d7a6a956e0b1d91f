package io.offerflow.gateway;

import io.offerflow.gateway.Entry.State;
import io.offerflow.gateway.carrier.Account;
import io.offerflow.gateway.carrier.Carrier;
import io.offerflow.gateway.carrier.Message;
import io.offerflow.gateway.carrier.Outcome;
import io.offerflow.gateway.carrier.Outcome.Failed;
import io.offerflow.gateway.carrier.Outcome.Retry;
import io.offerflow.gateway.carrier.Outcome.Sent;
import io.offerflow.gateway.carrier.Outcome.Unknown;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what waits for one account: in order, at its pace, and only as much as the other side
 * takes. Before a message is handed to the carrier the journal says so; afterwards it says what
 * came of it, and only then the record that it came in is settled.
 */
final class AccountSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccountSender.class);
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(30);

  private final String name;
  private final WaitingRoom waiting;
  private final Journal journal;
  private final Responses responses;
  private final Inbox inbox;
  private final GatewayMetrics metrics;
  private final Consumer<Throwable> failure;
  private final Set<String> underWay = new HashSet<>();
  private final Thread thread;
  private Carrier carrier;
  private int begun;
  private long closedUntil = System.nanoTime();
  private int closures;
  private long swept = System.nanoTime();
  private boolean stopping;

  AccountSender(
      String name,
      WaitingRoom waiting,
      Journal journal,
      Responses responses,
      Inbox inbox,
      GatewayMetrics metrics,
      Consumer<Throwable> failure) {
    this.name = name;
    this.waiting = waiting;
    this.journal = journal;
    this.responses = responses;
    this.inbox = inbox;
    this.metrics = metrics;
    this.failure = failure;
    thread = new Thread(this::run, "gateway-" + name);
    thread.setDaemon(true);
  }

  void open(Account account) throws IOException {
    carrier = account.open(inbox, this::wake);
    waiting.weigh(carrier::weight);
    thread.start();
  }

  /** Takes a message in hand: to be sent in its turn, or to be said to be late, or given up. */
  void take(Waiting one) {
    Entry known;
    synchronized (this) {
      known = journal.remembered().of(one.message.decision());
      if (isRepeated(known) || !underWay.add(one.message.decision())) {
        one.settle();
        metrics.repeated(one.message.channel());
        return;
      }
    }
    boolean inDoubt = known != null && known.state() == State.SUBMITTING;
    if (inDoubt) {
      metrics.doubtful(one.message.channel(), one.channel.resend());
    }
    if (inDoubt && !one.channel.resend()) {
      settle(one, givenUp(one, known, "stopped"));
    } else if (one.isLate(System.currentTimeMillis())) {
      settle(one, late(one));
    } else {
      synchronized (this) {
        waiting.add(one);
        notifyAll();
      }
    }
  }

  private static boolean isRepeated(Entry known) {
    return known != null && (known.state() == State.SENT || known.state() == State.DONE);
  }

  synchronized int waiting(String channel) {
    return waiting.size(channel);
  }

  /** Lets go of what waits and came from a partition that is somebody else's now. */
  synchronized void drop(OffsetLedger ledger) {
    for (Waiting one : waiting.takeAll(each -> each.ledger == ledger)) {
      underWay.remove(one.message.decision());
    }
  }

  private synchronized void wake() {
    notifyAll();
  }

  private void run() {
    try {
      while (!isStopping()) {
        sweep();
        Waiting next = next();
        if (next != null) {
          begin(next);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure.accept(e);
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  /** Null after a while in which none may go. */
  private synchronized Waiting next() throws InterruptedException {
    long nanos = System.nanoTime();
    int room = carrier.room() - begun;
    metrics.window(name, underWay.size() - waiting.size(), Math.max(0, room));
    long wait = closedUntil - nanos;
    if (wait <= 0 && room > 0 && !stopping) {
      Waiting next = waiting.take(nanos);
      if (next != null) {
        begun++;
        return next;
      }
      wait = waiting.delay(nanos, SWEEP_NANOS);
    } else if (wait <= 0) {
      wait = SWEEP_NANOS;
    }
    TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, Math.min(wait, SWEEP_NANOS)));
    return null;
  }

  /** What has become worthless while it waited is not kept waiting for its turn. */
  private void sweep() {
    List<Waiting> late;
    synchronized (this) {
      long nanos = System.nanoTime();
      if (nanos - swept < SWEEP_NANOS) {
        return;
      }
      swept = nanos;
      long now = System.currentTimeMillis();
      late = waiting.takeAll(one -> one.isLate(now));
    }
    late.forEach(one -> settle(one, late(one)));
  }

  private void begin(Waiting one) {
    long now = System.currentTimeMillis();
    if (one.isLate(now)) {
      ended();
      settle(one, late(one));
      return;
    }
    Entry entry = entry(one.message, now).submitting(now);
    journal
        .write(entry)
        .whenComplete(
            (noted, problem) -> {
              if (problem == null) {
                submit(one, entry);
              }
              ended();
            });
  }

  /** What is known of a message, or what is to be known from now on. */
  private Entry entry(Message message, long now) {
    Entry known = journal.remembered().of(message.decision());
    return known != null
        ? known
        : new Entry(
            message.decision(),
            State.OPEN,
            0,
            message.customer(),
            name,
            message.channel(),
            Addresses.hash(name, message.to()),
            List.of(),
            List.of(),
            now);
  }

  private void submit(Waiting one, Entry entry) {
    long start = System.nanoTime();
    long sinceDecided = System.currentTimeMillis() - one.message.decided();
    carrier
        .submit(one.message)
        .whenComplete(
            (outcome, problem) -> {
              if (problem != null) {
                failure.accept(problem);
                return;
              }
              if (outcome instanceof Sent) {
                metrics.sent(one.message.channel(), System.nanoTime() - start, sinceDecided);
              }
              came(one, entry, outcome);
            });
  }

  private synchronized void ended() {
    begun--;
    notifyAll();
  }

  private void came(Waiting one, Entry entry, Outcome outcome) {
    if (outcome instanceof Sent sent) {
      opened();
      settle(one, inbox.sent(entry, sent.references()));
    } else if (outcome instanceof Failed failed) {
      settle(one, failed(one, entry, failed));
    } else if (outcome instanceof Retry retry) {
      again(one, entry, retry);
    } else if (outcome instanceof Unknown unknown) {
      metrics.doubtful(one.message.channel(), one.channel.resend());
      if (one.channel.resend()) {
        again(one, entry, new Retry(unknown.reason(), null, false));
      } else {
        settle(one, givenUp(one, entry, unknown.reason()));
      }
    }
  }

  private CompletionStage<Void> failed(Waiting one, Entry entry, Failed failed) {
    Message message = one.message;
    long now = System.currentTimeMillis();
    metrics.failed(message.channel(), failed.reason());
    CompletionStage<Void> said =
        responses.failed(message.decision(), message.customer(), failed.reason(), now);
    String attribute = one.channel.attribute();
    if (failed.addressGone() && attribute != null) {
      said =
          said.thenCombine(
              responses.addressGone(message.decision(), message.customer(), attribute, now),
              (first, second) -> null);
    }
    return said.thenCompose(written -> journal.write(entry.as(State.DONE)));
  }

  private CompletionStage<Void> late(Waiting one) {
    Message message = one.message;
    metrics.failed(message.channel(), Responses.LATE);
    Entry over = entry(message, System.currentTimeMillis()).as(State.DONE);
    return responses
        .late(message.decision(), message.customer(), message.decided())
        .thenCompose(written -> journal.write(over));
  }

  /**
   * A message of which nobody knows whether the other side took it still counts as a contact: only
   * one that surely did not reach her gives it back.
   */
  private CompletionStage<Void> givenUp(Waiting one, Entry entry, String reason) {
    LOG.warn("{}: nobody knows whether it was sent ({}); it is given up", one.message, reason);
    return journal.write(entry.as(State.DONE));
  }

  /** Tries it later, unless that would be too late. */
  private void again(Waiting one, Entry entry, Retry retry) {
    metrics.retried(one.message.channel(), retry.reason());
    journal.write(entry.as(State.OPEN));
    Duration pause = retry.after() != null ? retry.after() : pause(one.attempts);
    if (retry.everything()) {
      closeFor(retry.after());
      pause = Duration.ZERO;
    }
    if (one.isLate(System.currentTimeMillis() + pause.toMillis())) {
      settle(one, late(one));
      return;
    }
    synchronized (this) {
      one.attempts++;
      one.notBefore = System.nanoTime() + pause.toNanos();
      waiting.putBack(one);
      notifyAll();
    }
  }

  private synchronized void closeFor(Duration after) {
    long nanos = System.nanoTime();
    if (closedUntil - nanos > 0) {
      return;
    }
    closedUntil = nanos + (after != null ? after : pause(closures)).toNanos();
    closures++;
    metrics.throttled(name);
  }

  /** The other side takes messages; one that it took before it closed says nothing of now. */
  private synchronized void opened() {
    if (closedUntil - System.nanoTime() <= 0) {
      closures = 0;
    }
  }

  private static Duration pause(int before) {
    Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(before, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  private void settle(Waiting one, CompletionStage<Void> written) {
    written.whenComplete(
        (done, problem) -> {
          if (problem == null) {
            one.settle();
          }
          synchronized (this) {
            underWay.remove(one.message.decision());
            notifyAll();
          }
        });
  }

  /**
   * Begins nothing more.
   *
   * @param patient whether to wait for what is with the other side
   */
  void stop(boolean patient) throws InterruptedException {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    thread.join();
    long end = System.nanoTime() + LONGEST_FAREWELL.toNanos();
    synchronized (this) {
      while (patient && underWay.size() > waiting.size() && end - System.nanoTime() > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
      }
    }
  }

  @Override
  public void close() {
    if (carrier != null) {
      carrier.close();
    }
  }
}
