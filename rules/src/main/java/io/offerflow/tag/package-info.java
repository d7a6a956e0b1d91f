/** The labels on one customer, each with its end. */
package io.offerflow.tag;
