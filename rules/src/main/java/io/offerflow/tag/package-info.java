/** The labels on one customer, each with its end. Knows of {@code blob}. */
package io.offerflow.tag;
