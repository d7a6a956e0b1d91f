package io.offerflow.gateway.http;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * APNs' token authentication. Apple refuses tokens older than an hour, and whoever renews them more
 * often than every 20 minutes.
 */
final class ProviderToken implements Credentials {
  static final Duration AT_LEAST = Duration.ofMinutes(20);
  static final Duration AT_MOST = Duration.ofMinutes(40);

  private final PrivateKey key;
  private final String keyId;
  private final String team;
  private final Clock clock;
  private String current;
  private Instant made;
  private boolean refused;

  ProviderToken(PrivateKey key, String keyId, String team, Clock clock) {
    this.key = key;
    this.keyId = keyId;
    this.team = team;
    this.clock = clock;
  }

  @Override
  public synchronized CompletionStage<String> authorization() {
    Instant now = clock.instant();
    Duration age = made == null ? AT_MOST : Duration.between(made, now);
    if (age.compareTo(AT_MOST) >= 0 || age.isNegative() || refused && isOldEnough(age)) {
      try {
        current =
            "bearer "
                + Jwt.sign(
                    Jwt.Algorithm.ES256,
                    key,
                    Map.of("kid", keyId),
                    Map.of("iss", team, "iat", now.getEpochSecond()));
        made = now;
        refused = false;
      } catch (GeneralSecurityException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return CompletableFuture.completedFuture(current);
  }

  private static boolean isOldEnough(Duration age) {
    return age.compareTo(AT_LEAST) >= 0;
  }

  @Override
  public synchronized void refused(String authorization) {
    refused |= authorization.equals(current);
  }
}
