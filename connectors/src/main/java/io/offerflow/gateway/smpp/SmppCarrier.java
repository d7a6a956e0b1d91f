package io.offerflow.gateway.smpp;

import io.offerflow.gateway.carrier.Carrier;
import io.offerflow.gateway.carrier.Message;
import io.offerflow.gateway.carrier.Outcome;
import io.offerflow.gateway.carrier.Receipts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.BindType;
import org.jsmpp.session.SMPPSession;

/**
 * An account at an SMSC. jsmpp waits for each answer in the thread that asked, so the window is as
 * many threads.
 */
final class SmppCarrier implements Carrier {
  private final SmppSettings settings;
  private final Runnable roomMade;
  private final List<Bind> senders = new ArrayList<>();
  private final List<Bind> receivers = new ArrayList<>();
  private final AtomicInteger references = new AtomicInteger((int) System.nanoTime());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService window;

  private SmppCarrier(SmppSettings settings, Runnable roomMade) {
    this.settings = settings;
    this.roomMade = roomMade;
    window =
        Executors.newFixedThreadPool(
            settings.binds() * settings.window(),
            task -> {
              Thread thread = new Thread(task, "smpp-" + settings.name() + "-window");
              thread.setDaemon(true);
              return thread;
            });
  }

  static SmppCarrier open(SmppSettings settings, Receipts receipts, Runnable roomMade)
      throws IOException {
    Sockets sockets = Sockets.of(settings);
    SmppCarrier carrier = new SmppCarrier(settings, roomMade);
    Inbound inbound = new Inbound(settings, receipts);
    for (int i = 0; i < settings.binds(); i++) {
      BindType type = settings.separate() ? BindType.BIND_TX : BindType.BIND_TRX;
      carrier.senders.add(new Bind(settings, type, i, sockets, inbound, roomMade));
    }
    for (int i = 0; settings.separate() && i < settings.binds(); i++) {
      int number = settings.binds() + i;
      carrier.receivers.add(
          new Bind(settings, BindType.BIND_RX, number, sockets, inbound, roomMade));
    }
    return carrier;
  }

  @Override
  public int room() {
    int room = 0;
    for (Bind bind : senders) {
      room += bind.room();
    }
    return room;
  }

  @Override
  public int weight(Message message) {
    return Submission.parts(settings, message);
  }

  @Override
  public CompletionStage<Outcome> submit(Message message) {
    Bind bind = enter();
    SMPPSession session = bind == null ? null : bind.session();
    if (session == null) {
      if (bind != null) {
        bind.leave();
      }
      return CompletableFuture.completedFuture(new Outcome.Retry("not-bound", null, false));
    }
    byte reference = (byte) references.incrementAndGet();
    Submission submission = new Submission(settings, session, message, reference, closing);
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    window.execute(() -> outcome.complete(run(submission, bind)));
    return outcome;
  }

  private Outcome run(Submission submission, Bind bind) {
    try {
      return submission.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unknown("stopped");
    } catch (RuntimeException e) {
      return new Outcome.Unknown("broken");
    } finally {
      bind.leave();
      roomMade.run();
    }
  }

  /** The one with the most room of those that are bound. */
  private Bind enter() {
    Bind best = null;
    for (Bind bind : senders) {
      if (bind.room() > 0 && (best == null || bind.room() > best.room())) {
        best = bind;
      }
    }
    return best != null && best.enter() ? best : null;
  }

  @Override
  public void close() {
    closing.countDown();
    window.shutdown();
    try {
      if (!window.awaitTermination(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        window.shutdownNow();
      }
    } catch (InterruptedException e) {
      window.shutdownNow();
      Thread.currentThread().interrupt();
    }
    senders.forEach(Bind::close);
    receivers.forEach(Bind::close);
  }
}
