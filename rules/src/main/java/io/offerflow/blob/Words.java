package io.offerflow.blob;

import java.util.List;

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

  private Words() {}
}
