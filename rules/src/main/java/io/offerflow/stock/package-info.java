/**
 * What is bounded over all customers: stock, totals, budgets. The core asks {@link
 * io.offerflow.stock.Grants} whether there is enough left; who hands that out, and in which order,
 * is an input of the core.
 */
package io.offerflow.stock;
