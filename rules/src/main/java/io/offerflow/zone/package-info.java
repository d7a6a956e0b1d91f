/**
 * Where a fix or a cell is, and a customer's visits: entries, grace, lapses. Knows of {@code event}
 * and {@code blob}.
 */
package io.offerflow.zone;
