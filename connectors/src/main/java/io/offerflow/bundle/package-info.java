/** Bundles on their way from {@code deploy} to the running job: the topic of bundles. */
package io.offerflow.bundle;
