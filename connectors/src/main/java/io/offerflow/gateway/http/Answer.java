package io.offerflow.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/** What the other side said, of its body no more than the limit. Nothing of it is ever logged. */
final class Answer {
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(50).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;
  private JsonNode json;

  Answer(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  HttpHeaders headers() {
    return headers;
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** A missing node where the body is no JSON. */
  JsonNode json() {
    if (json == null) {
      try {
        json = JSON.readTree(body);
      } catch (IOException | RuntimeException notJson) {
        json = MissingNode.getInstance();
      }
    }
    return json;
  }

  @Override
  public String toString() {
    return "status " + status;
  }
}
