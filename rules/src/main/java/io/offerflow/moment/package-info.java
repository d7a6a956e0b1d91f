/**
 * What a cause brought about: the campaigns whose moment occurred, and the waits that timers end.
 */
package io.offerflow.moment;
