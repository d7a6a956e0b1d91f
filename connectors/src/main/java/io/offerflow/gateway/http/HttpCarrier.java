package io.offerflow.gateway.http;

import io.offerflow.gateway.carrier.Carrier;
import io.offerflow.gateway.carrier.Message;
import io.offerflow.gateway.carrier.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** One request for each push, and what the answer means. Whether and when to ask again is not. */
final class HttpCarrier implements Carrier {
  private static final int REDIRECTS = 3;

  private final HttpSettings settings;
  private final HttpClient client;
  private final Credentials credentials;
  private final Clock clock;
  private final UnaryOperator<String> callback;
  private final Set<CompletableFuture<Outcome>> results = ConcurrentHashMap.newKeySet();
  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();
  private final ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1, daemons());

  /**
   * @param callback from a decision to the address for what becomes of it; answers null where there
   *     is none
   */
  HttpCarrier(
      HttpSettings settings,
      HttpClient client,
      Credentials credentials,
      UnaryOperator<String> callback,
      Clock clock) {
    this.callback = callback;
    this.settings = settings;
    this.client = client;
    this.credentials = credentials;
    this.clock = clock;
    watch.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory daemons() {
    return task -> {
      Thread thread = new Thread(task, "gateway-http-watch");
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public int room() {
    return Math.max(0, settings.connection().window() - underWay.get());
  }

  @Override
  public CompletionStage<Outcome> submit(Message message) {
    if (settings.addresses() != null && !settings.addresses().matches(message.to())) {
      return CompletableFuture.completedFuture(Outcome.failed("bad-address"));
    }
    RequestTemplate.Filled request;
    try {
      request =
          settings
              .request()
              .fill(new PushValues(message, clock.instant(), settings.secrets(), callback));
    } catch (FieldTemplate.MissingValue missing) {
      return CompletableFuture.completedFuture(Outcome.failed("content"));
    } catch (IllegalArgumentException notARequest) {
      return CompletableFuture.completedFuture(Outcome.failed("request"));
    }
    if (request.body() != null && request.body().length > settings.longest()) {
      return CompletableFuture.completedFuture(Outcome.failed("too-long"));
    }
    underWay.incrementAndGet();
    CompletableFuture<Outcome> result = new CompletableFuture<>();
    results.add(result);
    asked(request)
        .whenComplete(
            (outcome, never) -> {
              underWay.decrementAndGet();
              result.complete(outcome);
              results.remove(result);
            });
    return result;
  }

  private CompletionStage<Outcome> asked(RequestTemplate.Filled request) {
    return credentials
        .authorization()
        .handle(
            (authorization, none) ->
                none == null
                    ? send(request, request.url(), authorization, 0)
                    : CompletableFuture.<Outcome>completedFuture(
                        new Outcome.Retry("credentials", null, true)))
        .thenCompose(outcome -> outcome)
        .exceptionally(NoAnswer::outcome);
  }

  private CompletableFuture<Outcome> send(
      RequestTemplate.Filled request, URI address, String authorization, int redirects) {
    CompletableFuture<HttpResponse<byte[]>> asked;
    try {
      asked =
          client.sendAsync(
              built(request, address, authorization),
              info -> new BoundedBody(settings.connection().answerLimit()));
    } catch (IllegalArgumentException notARequest) {
      return CompletableFuture.completedFuture(Outcome.failed("request"));
    }
    open.add(asked);
    // The client's own time-out ends with the headers; a body that trickles is ended by this one.
    Future<?> end =
        watch.schedule(
            () -> asked.cancel(true),
            settings.connection().timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    return asked
        .whenComplete(
            (response, broken) -> {
              end.cancel(false);
              open.remove(asked);
            })
        .thenCompose(
            response -> {
              URI next = redirects < REDIRECTS ? redirected(response) : null;
              return next != null
                  ? send(request, next, authorization, redirects + 1)
                  : CompletableFuture.completedFuture(judge(response, authorization));
            });
  }

  private HttpRequest built(RequestTemplate.Filled request, URI address, String authorization) {
    byte[] body = request.body();
    HttpRequest.Builder built =
        HttpRequest.newBuilder(address)
            .timeout(settings.connection().timeout())
            .method(
                request.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    request.headers().forEach(built::setHeader);
    if (authorization != null) {
      built.setHeader("authorization", authorization);
    }
    if (settings.seal() != null) {
      String now = Long.toString(clock.instant().getEpochSecond());
      built.setHeader(Seal.TIMESTAMP, now);
      built.setHeader(
          Seal.SIGNATURE, settings.seal().ofBody(now, body == null ? new byte[0] : body));
    }
    return built.build();
  }

  /** Where a redirect leads that may be followed with the same method, body and secrets. */
  private URI redirected(HttpResponse<byte[]> response) {
    if (!settings.connection().sameHost()
        || response.statusCode() != 307 && response.statusCode() != 308) {
      return null;
    }
    try {
      URI asked = response.uri();
      URI next = asked.resolve(response.headers().firstValue("location").orElse(""));
      boolean same =
          asked.getScheme().equalsIgnoreCase(next.getScheme())
              && asked.getHost().equalsIgnoreCase(next.getHost())
              && asked.getPort() == next.getPort();
      return same ? next : null;
    } catch (IllegalArgumentException notAUrl) {
      return null;
    }
  }

  private Outcome judge(HttpResponse<byte[]> response, String authorization) {
    Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
    OutcomeRules.Judgement judgement = settings.rules().judge(answer);
    Duration after = RetryAfter.of(answer.headers(), clock.instant());
    String reason = judgement.reason();
    return switch (judgement.verdict()) {
      case SENT -> new Outcome.Sent(List.of());
      case RETRY -> new Outcome.Retry(reason, after, after != null);
      case PAUSE -> new Outcome.Retry(reason, after, true);
      case FAILED -> new Outcome.Failed(reason, false);
      case UNSET -> new Outcome.Failed(reason, true);
      case RENEW -> {
        if (authorization != null) {
          credentials.refused(authorization);
        }
        yield new Outcome.Retry(reason, after, true);
      }
    };
  }

  @Override
  public void close() {
    try {
      CompletableFuture.allOf(results.toArray(CompletableFuture<?>[]::new))
          .get(settings.connection().timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      // What is left is cut off below, and nobody knows what became of it.
    }
    open.forEach(asked -> asked.cancel(true));
    results.forEach(result -> result.complete(new Outcome.Unknown("stopped")));
    watch.shutdownNow();
  }
}
