package io.offerflow.gateway.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.List;

/**
 * What an answer of the other side means for a push.
 *
 * @param statuses empty for any
 * @param at where in the answer's JSON {@code matches} looks; null for the whole body as text
 * @param matches found anywhere in it; null where the status alone tells, or that something stands
 *     at {@code at}
 * @param then what has become of the push
 * @param reason of a failure, or of another attempt; null for one made of the status
 */
record OutcomeRule(
    List<Statuses> statuses, JsonPointer at, Pattern matches, Verdict then, String reason) {

  /** From the first to the last, both included. */
  record Statuses(int first, int last) {}

  enum Verdict {
    /** Taken over by the other side. */
    SENT,
    /** Try again later, until the deadline. */
    RETRY,
    /** As RETRY, and meanwhile nothing else of the account is sent either. */
    PAUSE,
    /** Never again. */
    FAILED,
    /** Never again, and the address is good for nothing: it is unset. */
    UNSET,
    /** Try again with credentials newly asked for. */
    RENEW
  }

  static OutcomeRule of(int first, int last, Verdict then, String reason) {
    return new OutcomeRule(List.of(new Statuses(first, last)), null, null, then, reason);
  }

  static OutcomeRule of(int status, Verdict then, String reason) {
    return of(status, status, then, reason);
  }

  OutcomeRule where(String pointer, String pattern) {
    return new OutcomeRule(
        statuses,
        pointer == null ? null : JsonPointer.compile(pointer),
        Pattern.compile(pattern),
        then,
        reason);
  }

  boolean covers(Answer answer) {
    return (statuses.isEmpty()
            || statuses.stream()
                .anyMatch(one -> one.first() <= answer.status() && answer.status() <= one.last()))
        && coversBody(answer);
  }

  private boolean coversBody(Answer answer) {
    if (at == null) {
      return matches == null || matches.matcher(answer.text()).find();
    }
    JsonNode value = answer.json().at(at);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    return matches == null
        || matches.matcher(value.isValueNode() ? value.asText() : value.toString()).find();
  }
}
