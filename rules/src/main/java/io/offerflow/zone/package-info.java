/** Where a fix or a cell is, and a customer's visits: entries, grace, lapses. */
package io.offerflow.zone;
