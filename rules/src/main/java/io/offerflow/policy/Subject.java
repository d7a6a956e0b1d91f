package io.offerflow.policy;

import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.stock.Supply;
import java.util.Collection;

/**
 * Whom policy is asked about, and when.
 *
 * @param now epoch milliseconds
 * @param values what her texts are filled with
 * @param supply what of stock, total and budget is left for the campaign
 * @param asking the inbound channel that asks; null where nobody does
 */
public record Subject(
    String customer,
    long now,
    Contacts contacts,
    Consents consents,
    Responses responses,
    Values values,
    Supply supply,
    String asking) {
  private static final Ref PRODUCTS = new Ref.Customer("products");

  /** The same one, asked about by an inbound channel; null for no channel. */
  public Subject askedBy(String channel) {
    return new Subject(customer, now, contacts, consents, responses, values, supply, channel);
  }

  boolean owns(String product) {
    return ((Collection<?>) values.get(PRODUCTS)).contains(product);
  }
}
