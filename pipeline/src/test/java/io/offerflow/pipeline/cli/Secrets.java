package io.offerflow.pipeline.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Personal values that cannot be mistaken for anything else, to be put into texts at {@code $name$}
 * and to be looked for in what came out.
 */
final class Secrets {
  private final Map<String, String> values = new TreeMap<>();
  private final Random random;

  Secrets(long seed) {
    random = new Random(seed);
    for (String name :
        List.of("name", "msisdn", "push_token", "like", "page", "text", "peer", "device")) {
      values.put(name, "zq" + letters(14));
    }
    values.put("lat", "31.7" + digits(5));
    values.put("lon", "121.4" + digits(5));
    values.put("price", "481.0" + digits(4));
    // What is summed up of it says as much.
    for (int times = 2; times < 8; times++) {
      BigDecimal sum = new BigDecimal(values.get("price")).multiply(BigDecimal.valueOf(times));
      values.put(times + " prices", sum.stripTrailingZeros().toPlainString());
    }
    values.put("balance", "3917.0" + digits(4));
    values.put("rich", "7193.0" + digits(4));
    values.put("number", "9182736" + digits(4));
    values.put("born", "1961-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10));
    values.put(
        "seen", "2019-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10) + "T03:07:13");
  }

  private String letters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  /** None of them is 0, which a number would lose at its end. */
  private String digits(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(1 + random.nextInt(9));
    }
    return text.toString();
  }

  String get(String name) {
    return values.get(name);
  }

  /** The text with every {@code $name$} replaced. */
  String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("$" + value.getKey() + "$", value.getValue());
    }
    return filled;
  }

  /** What of them stands in a text, with what is around it. */
  List<String> in(String text) {
    List<String> found = new ArrayList<>();
    String lower = text.toLowerCase(Locale.ROOT);
    values.forEach(
        (name, value) -> {
          int at = lower.indexOf(value.toLowerCase(Locale.ROOT));
          if (at >= 0) {
            String around =
                text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100));
            found.add(name + " in: " + around);
          }
        });
    return found;
  }
}
