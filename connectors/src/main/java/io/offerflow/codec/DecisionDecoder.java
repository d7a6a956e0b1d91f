package io.offerflow.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Result;
import io.offerflow.measure.Decided;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads decision records, as {@link DecisionEncoder} writes them, for measuring. Members that it
 * does not know are skipped: a record may grow. Not safe for two threads.
 */
public final class DecisionDecoder {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Map<String, Decision.Kind> OUTCOMES = words(Decision.Kind.values());
  private static final Map<String, Result> RESULTS = words(Result.values());

  // Of the record being read.
  private final Map<String, String> texts = new HashMap<>();
  private String causeEvent;
  private String causeType;
  private List<Decided.Considered> considered;

  /** One string for each name of a campaign, an offer, a channel or a detail, which are few. */
  private final Map<String, String> names = new HashMap<>();

  private static <T extends Enum<T>> Map<String, T> words(T[] values) {
    Map<String, T> words = new HashMap<>();
    for (T value : values) {
      words.put(value.name().toLowerCase(Locale.ROOT), value);
    }
    return words;
  }

  /** Null when that is no decision record. */
  public Decided decode(String line) {
    texts.clear();
    causeEvent = null;
    causeType = null;
    considered = new ArrayList<>();
    try (JsonParser in = JSON.createParser(line)) {
      return read(in) ? decided() : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  private boolean read(JsonParser in) throws IOException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      JsonToken value = in.nextToken();
      if (name.equals("cause") && value == JsonToken.START_OBJECT) {
        cause(in);
      } else if (name.equals("considered") && value == JsonToken.START_ARRAY) {
        while (in.nextToken() == JsonToken.START_OBJECT) {
          considered(in);
        }
      } else if (value == JsonToken.VALUE_STRING) {
        texts.put(name, in.getText());
      } else {
        in.skipChildren();
      }
    }
    return in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null;
  }

  private void cause(JsonParser in) throws IOException {
    Map<String, String> members = members(in);
    causeEvent = members.get("event");
    causeType = members.get("type");
  }

  private void considered(JsonParser in) throws IOException {
    Map<String, String> members = members(in);
    Result result = RESULTS.get(members.get("result"));
    String campaign = members.get("campaign");
    if (result != null && campaign != null) {
      considered.add(new Decided.Considered(shared(campaign), result, members.get("detail")));
    }
  }

  private static Map<String, String> members(JsonParser in) throws IOException {
    Map<String, String> members = new HashMap<>();
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      if (in.nextToken() == JsonToken.VALUE_STRING) {
        members.put(name, in.getText());
      } else {
        in.skipChildren();
      }
    }
    return members;
  }

  private Decided decided() {
    String time = texts.get("time");
    long millis = time == null ? Rfc3339.INVALID : Rfc3339.parse(time);
    Decision.Kind outcome = OUTCOMES.get(texts.get("outcome"));
    String id = texts.get("decision");
    String customer = texts.get("customer");
    if (millis == Rfc3339.INVALID || outcome == null || id == null || customer == null) {
      return null;
    }
    String into = texts.get("into");
    boolean chosen = texts.containsKey("campaign");
    return new Decided(
        id,
        into == null ? customer : into,
        millis,
        causeEvent,
        shared(causeType),
        outcome,
        shared(texts.get("campaign")),
        chosen ? shared(texts.getOrDefault("offer", "")) : null,
        chosen ? shared(texts.getOrDefault("channel", "")) : null,
        shared(texts.get("variant")),
        shared(texts.get("arm")),
        considered);
  }

  private String shared(String name) {
    return name == null ? null : names.computeIfAbsent(name, unused -> name);
  }
}
