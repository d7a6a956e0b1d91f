package io.offerflow.blob;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words of Offerflow's own that the states of most customers hold: a state names them by number.
 *
 * <p>Part of the form of a state: the words stay as they are, in this order, for ever. More of them
 * would be another form.
 */
final class Words {
  static final List<String> ALL =
      List.of(
          "",
          "language",
          "timezone",
          "products",
          "sms",
          "push",
          "inbox",
          "email",
          "marketing",
          "service",
          "retention",
          "sales",
          "zh",
          "en",
          "signalling",
          "location",
          "purchase",
          "profile",
          "consent",
          "response",
          "amount",
          "product",
          "category",
          "cell",
          "kind",
          "bytes",
          "delivered",
          "opened",
          "clicked",
          "accepted",
          "declined",
          "msisdn");

  static final int COUNT = ALL.size();

  static final Map<String, Integer> NUMBERS = numbers();

  private Words() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (String word : ALL) {
      numbers.put(word, numbers.size());
    }
    return numbers;
  }
}
