package io.offerflow.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A service account's OAuth 2 access token (RFC 7523): asked for once, handed out until shortly
 * before its end, and then asked for anew while the old one still serves.
 */
final class AccessToken implements Credentials {
  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final int LIMIT = 64 * 1024;

  /** So long nobody asks again after no token was to be had. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final ServiceAccount account;
  private final HttpClient client;
  private final Duration timeout;
  private final Clock clock;

  private String current;
  private Instant renewal = Instant.MIN;
  private Instant end = Instant.MIN;
  private CompletableFuture<String> asking;
  private Instant pausedUntil = Instant.MIN;

  AccessToken(ServiceAccount account, HttpClient client, Duration timeout, Clock clock) {
    this.account = account;
    this.client = client;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public CompletionStage<String> authorization() {
    CompletableFuture<String> answer;
    CompletableFuture<String> mine = null;
    synchronized (this) {
      Instant now = clock.instant();
      boolean serves = current != null && now.isBefore(end);
      if (serves && (now.isBefore(renewal) || now.isBefore(pausedUntil))) {
        return CompletableFuture.completedFuture(current);
      }
      if (asking == null && now.isBefore(pausedUntil)) {
        return CompletableFuture.failedFuture(new IOException("no access token"));
      }
      if (asking == null) {
        mine = new CompletableFuture<>();
        asking = mine;
      }
      answer = serves ? CompletableFuture.completedFuture(current) : asking;
    }
    if (mine != null) {
      ask(mine);
    }
    return answer;
  }

  /** Not under the lock: an answer may come on this very thread. */
  private void ask(CompletableFuture<String> mine) {
    HttpRequest request;
    try {
      request = request();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      settle(mine, null, new IOException("the assertion cannot be made"));
      return;
    }
    client
        .sendAsync(request, info -> new BoundedBody(LIMIT))
        .whenComplete(
            (response, broken) ->
                settle(
                    mine,
                    broken == null
                        ? new Answer(response.statusCode(), response.headers(), response.body())
                        : null,
                    broken));
  }

  private HttpRequest request() throws GeneralSecurityException {
    long now = clock.instant().getEpochSecond();
    String assertion =
        Jwt.sign(
            Jwt.Algorithm.RS256,
            account.key(),
            Map.of("kid", account.keyId(), "typ", "JWT"),
            Map.of(
                "iss",
                account.email(),
                "scope",
                SCOPE,
                "aud",
                account.tokenAddress().toString(),
                "iat",
                now,
                "exp",
                now + 3600));
    String form = "grant_type=" + Escapes.url(GRANT) + "&assertion=" + assertion;
    return HttpRequest.newBuilder(account.tokenAddress())
        .timeout(timeout)
        .header("content-type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(form, StandardCharsets.US_ASCII))
        .build();
  }

  private void settle(CompletableFuture<String> mine, Answer answer, Throwable broken) {
    String token = null;
    synchronized (this) {
      Instant now = clock.instant();
      asking = null;
      JsonNode text = answer == null ? null : answer.json().path("access_token");
      if (text != null && answer.status() == 200 && text.isTextual()) {
        Duration lives =
            Duration.ofSeconds(
                Math.max(1, Math.min(86_400, answer.json().path("expires_in").asLong(3600))));
        Duration early = EARLY.multipliedBy(2).compareTo(lives) < 0 ? EARLY : lives.dividedBy(2);
        token = "Bearer " + text.textValue();
        current = token;
        end = now.plus(lives);
        renewal = end.minus(early);
        pausedUntil = Instant.MIN;
      } else {
        pausedUntil = now.plus(PAUSE);
      }
    }
    if (token != null) {
      mine.complete(token);
    } else {
      mine.completeExceptionally(
          new IOException(
              broken == null ? "no access token: " + answer : broken.getClass().getSimpleName()));
    }
  }

  @Override
  public synchronized void refused(String authorization) {
    if (authorization.equals(current)) {
      current = null;
    }
  }
}
