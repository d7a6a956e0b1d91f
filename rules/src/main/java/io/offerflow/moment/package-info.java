/**
 * What a cause brought about: the campaigns whose moment occurred, and the waits that timers end.
 * Knows of {@code workspace}, {@code feature} and {@code zone}.
 */
package io.offerflow.moment;
