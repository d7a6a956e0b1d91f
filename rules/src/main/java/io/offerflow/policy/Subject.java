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
 */
public record Subject(
    String customer,
    long now,
    Contacts contacts,
    Consents consents,
    Responses responses,
    Values values,
    Supply supply) {
  private static final Ref PRODUCTS = new Ref.Customer("products");

  boolean owns(String product) {
    return ((Collection<?>) values.get(PRODUCTS)).contains(product);
  }
}
