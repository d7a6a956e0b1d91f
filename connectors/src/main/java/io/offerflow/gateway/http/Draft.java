package io.offerflow.gateway.http;

import com.google.re2j.Pattern;
import io.offerflow.gateway.carrier.Secret;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a preset, or the section {@code request}, makes of an account.
 *
 * @param addresses what an address must be as a whole; null for anything
 * @param rules of the service, before the general ones
 * @param longest body of a request in bytes
 */
record Draft(
    RequestTemplate request,
    Map<String, Secret> secrets,
    Pattern addresses,
    List<OutcomeRule> rules,
    int longest,
    Seal seal,
    CredentialSource credentials) {
  static final int LONGEST = 1024 * 1024;

  /** What opens with the account and its client. */
  @FunctionalInterface
  interface CredentialSource {
    CredentialSource NONE = (client, timeout, clock) -> Credentials.NONE;

    Credentials open(HttpClient client, Duration timeout, Clock clock);
  }

  /** A template of ours, which is right. */
  static FieldTemplate template(String text, String... secrets) {
    try {
      return FieldTemplate.parse(text, Set.of(secrets));
    } catch (FieldTemplate.Fault fault) {
      throw new IllegalStateException(fault);
    }
  }

  static JsonTemplate text(String template) {
    return new JsonTemplate.Text(template(template));
  }
}
