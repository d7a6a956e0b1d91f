package io.offerflow.gateway.http;

import com.google.re2j.Pattern;
import io.offerflow.gateway.carrier.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How an account is talked to, whatever is said.
 *
 * @param account its name
 * @param request for each push
 * @param secrets that its placeholders name
 * @param addresses what an address must be as a whole; null for anything
 * @param rules before the general ones
 * @param longest body of a request, in bytes; a longer one is not sent
 * @param seal signs each request; null where none is signed
 * @param connection the limits
 */
record HttpSettings(
    String account,
    RequestTemplate request,
    Map<String, Secret> secrets,
    Pattern addresses,
    OutcomeRules rules,
    int longest,
    Seal seal,
    Connection connection) {

  /**
   * The limits of talking.
   *
   * @param connectTimeout for a connection to be there
   * @param timeout from asking to the last byte of the answer
   * @param window requests under way at once
   * @param answerLimit bytes of an answer that are read
   * @param sameHost whether a redirect (307, 308) within the same scheme, host and port is followed
   * @param http2 whether HTTP/2 is offered
   * @param authorities a PEM file with certificates to trust; null for the JDK's
   */
  record Connection(
      Duration connectTimeout,
      Duration timeout,
      int window,
      int answerLimit,
      boolean sameHost,
      boolean http2,
      Path authorities) {}
}
