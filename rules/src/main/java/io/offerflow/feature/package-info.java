/** Windows and aggregates over one customer's events. */
package io.offerflow.feature;
