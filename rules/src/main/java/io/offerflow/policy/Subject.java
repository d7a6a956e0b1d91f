package io.offerflow.policy;

import io.offerflow.condition.Values;

/**
 * Whom policy is asked about, and when.
 *
 * @param now epoch milliseconds
 * @param values what her texts are filled with
 */
public record Subject(
    String customer, long now, Contacts contacts, Consents consents, Values values) {}
