/** Score and order of the campaigns that pass. Knows of {@code workspace} and {@code condition}. */
package io.offerflow.arbitration;
