/**
 * Windows and aggregates over one customer's events. Knows of {@code event}, {@code condition} and
 * {@code blob}.
 */
package io.offerflow.feature;
