package io.offerflow.policy;

import io.offerflow.condition.Values;
import io.offerflow.stock.Supply;

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
    Values values,
    Supply supply) {}
