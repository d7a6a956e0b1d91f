package io.offerflow.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

final class RequestTemplateTest {
  private static final Instant NOW = Instant.ofEpochMilli(Accounts.DEADLINE - 600_000);

  private static RequestTemplate.Filled fill(String account, String to, Map<String, String> content)
      throws FieldTemplate.MissingValue {
    HttpSettings settings = Accounts.account(account).settings();
    return settings
        .request()
        .fill(
            new PushValues(
                Accounts.message(to, content), NOW, settings.secrets(), decision -> null));
  }

  @Test
  void fillsEveryPlaceWithWhatBelongsThere() throws Exception {
    RequestTemplate.Filled filled =
        fill(
            """
            request:
              method: PUT
              url: https://push.example.com/v2/{{to}}/send?ref={{decision}}&c={{content.text}}
              headers: {X-Class: "{{class}}", X-Until: "{{deadline.seconds}}", X-None: "{{content.x|}}"}
              json:
                to: "{{to}}"
                ttl: "{{ttl as number}}"
                ttlText: "{{ttl}}"
                parts: [{text: "{{content.text}}"}, 7, true]
                title: "{{content.title|Hello}}"
            """,
            "+86 1/2?3",
            Map.of("text", "50% & more \"now\" 欢迎"));

    assertThat(filled.method()).isEqualTo("PUT");
    assertThat(filled.url())
        .hasToString(
            "https://push.example.com/v2/%2B86%201%2F2%3F3/send?ref="
                + Accounts.DECISION
                + "&c=50%25%20%26%20more%20%22now%22%20%E6%AC%A2%E8%BF%8E");
    assertThat(filled.headers())
        .containsExactly(
            Map.entry("content-type", "application/json"),
            Map.entry("x-class", "sales"),
            Map.entry("x-until", "1795333800"));
    JsonNode json = new ObjectMapper().readTree(filled.body());
    assertThat(json)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"to": "+86 1/2?3", "ttl": 600, "ttlText": "600",
                     "parts": [{"text": "50% & more \\"now\\" 欢迎"}, 7, true], "title": "Hello"}
                    """));
  }

  @Test
  void aFormIsFilledAsFormsAre() throws Exception {
    RequestTemplate.Filled filled =
        fill(
            """
            request:
              url: http://sms.example.com/send
              form: {to: "{{to}}", "a b": "x={{content.text}}&"}
            """,
            "+1&to=+2",
            Map.of("text", "1 + 1 = 2"));

    assertThat(filled.headers()).containsEntry("content-type", "application/x-www-form-urlencoded");
    assertThat(new String(filled.body(), StandardCharsets.US_ASCII))
        .isEqualTo("to=%2B1%26to%3D%2B2&a%20b=x%3D1%20%2B%201%20%3D%202%26");
  }

  @Test
  void aMissingPartOfTheContentIsAFailureOfThisMessage() {
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                fill(
                    "request: {url: 'https://x.example/', text: '{{content.title}}'}",
                    "1",
                    Map.of("text", "t")))
        .isInstanceOf(FieldTemplate.MissingValue.class)
        .hasMessage("the push has no content.title");
  }

  /** Whatever a push holds: one request, to the same host, with the same parts. */
  @Property(tries = 300)
  void nothingInAPushChangesTheRequestAroundIt(
      @ForAll @StringLength(max = 40) String to, @ForAll @StringLength(max = 40) String text)
      throws Exception {
    RequestTemplate.Filled filled =
        fill(
            """
            request:
              url: https://push.example.com/v2/{{to}}?text={{content.text}}&last=1
              headers: {X-Text: "a{{content.text}}b"}
              form: {to: "{{to}}", text: "{{content.text}}"}
            """,
            to,
            Map.of("text", text));
    String sound = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    assertThat(filled.url().getHost()).isEqualTo("push.example.com");
    assertThat(filled.url().getRawPath()).startsWith("/v2/").matches("/v2/[^/]*");
    assertThat(filled.url().getRawQuery()).matches("text=[^&]*&last=1");
    assertThat(filled.url().getRawFragment()).isNull();
    assertThat(filled.headers().get("x-text")).matches("a[ -~]*b");
    String[] form = new String(filled.body(), StandardCharsets.US_ASCII).split("&", -1);
    assertThat(form).hasSize(2);
    assertThat(URLDecoder.decode(form[1].substring(5), StandardCharsets.UTF_8)).isEqualTo(sound);
  }

  @Property(tries = 300)
  void jsonReadsBackWhatWasWritten(@ForAll @StringLength(max = 60) String text) throws Exception {
    RequestTemplate.Filled filled =
        fill(
            "request: {url: 'https://x.example/', json: {a: '<{{content.text}}>', b: 1}}",
            "1",
            Map.of("text", text));
    JsonNode json = new ObjectMapper().readTree(filled.body());

    assertThat(json.size()).isEqualTo(2);
    assertThat(json.get("a").textValue()).hasSize(text.length() + 2);
    if (text.codePoints().noneMatch(point -> point >= 0xd800 && point <= 0xdfff)) {
      assertThat(json.get("a").textValue()).isEqualTo("<" + text + ">");
    }
  }
}
