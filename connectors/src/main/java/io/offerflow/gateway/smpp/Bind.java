package io.offerflow.gateway.smpp;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to an SMSC, made again whenever it is lost. */
final class Bind implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bind.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** A connection that lasted so long was a good one: the next try is made soon. */
  private static final Duration LASTED = Duration.ofSeconds(10);

  /** Some SMSCs close the connection instead of answering to an unbind. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /** Enough for what waits on Kafka while receipts come in by the hundred. */
  private static final int PDU_THREADS = 16;

  private static final int PDU_QUEUE = 10_000;

  private final SmppSettings settings;
  private final BindType type;
  private final Sockets sockets;
  private final Inbound inbound;
  private final Runnable changed;
  private final AtomicInteger underWay = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;
  private volatile SMPPSession session;

  /** Told by jsmpp's listener: asking the session itself would take jsmpp's locks. */
  private volatile boolean bound;

  Bind(
      SmppSettings settings,
      BindType type,
      int number,
      Sockets sockets,
      Inbound inbound,
      Runnable changed) {
    this.settings = settings;
    this.type = type;
    this.sockets = sockets;
    this.inbound = inbound;
    this.changed = changed;
    keeper = new Thread(this::keep, "smpp-" + settings.name() + "-" + number);
    keeper.setDaemon(true);
    keeper.start();
  }

  /** Null while it is not bound. */
  SMPPSession session() {
    return bound ? session : null;
  }

  /** How many more submissions it takes. */
  int room() {
    return session() == null ? 0 : settings.window() - underWay.get();
  }

  /** Takes a place in the window; false when there is none. */
  boolean enter() {
    if (session() == null) {
      return false;
    }
    if (underWay.incrementAndGet() > settings.window()) {
      underWay.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    underWay.decrementAndGet();
  }

  private void keep() {
    int failures = 0;
    try {
      while (closing.getCount() > 0) {
        long began = System.nanoTime();
        boolean bound = connect();
        boolean lasted = bound && System.nanoTime() - began > LASTED.toNanos();
        failures = lasted ? 0 : failures + 1;
        if (closing.await(pause(failures).toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Connects and waits for the end of the connection. Returns whether there was one. */
  private boolean connect() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    SMPPSession fresh = fresh(ended);
    try {
      fresh.connectAndBind(
          settings.host(), settings.port(), parameters(), settings.timeout().toMillis());
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "account {}: no bind with {}:{}: {}",
          settings.name(),
          settings.host(),
          settings.port(),
          e.getMessage());
      fresh.unbindAndClose();
      return false;
    }
    session = fresh;
    bound = ended.getCount() > 0;
    LOG.info("account {}: bound to {}:{}", settings.name(), settings.host(), settings.port());
    if (closing.getCount() == 0) {
      fresh.unbindAndClose();
    }
    changed.run();
    ended.await();
    if (closing.getCount() > 0) {
      LOG.warn("account {}: the connection was lost", settings.name());
    }
    return true;
  }

  private SMPPSession fresh(CountDownLatch ended) {
    SMPPSession fresh = new SMPPSession(sockets);
    fresh.setPduProcessorDegree(PDU_THREADS);
    fresh.setQueueCapacity(PDU_QUEUE);
    fresh.setTransactionTimer(settings.timeout().toMillis());
    fresh.setEnquireLinkTimer(Math.toIntExact(settings.enquireLink().toMillis()));
    fresh.setMessageReceiverListener(inbound);
    fresh.addSessionStateListener(
        (now, before, source) -> {
          if (now == SessionState.CLOSED) {
            bound = false;
            ended.countDown();
            changed.run();
          }
        });
    return fresh;
  }

  private BindParameter parameters() {
    return new BindParameter(
        type,
        settings.systemId(),
        settings.password().value(),
        settings.systemType(),
        TypeOfNumber.UNKNOWN,
        NumberingPlanIndicator.UNKNOWN,
        null,
        InterfaceVersion.IF_34);
  }

  private static Duration pause(int failures) {
    Duration pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  @Override
  public void close() {
    closing.countDown();
    SMPPSession last = session;
    if (last != null) {
      last.setTransactionTimer(FAREWELL.toMillis());
      last.unbindAndClose();
    }
    try {
      keeper.join(settings.timeout().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
