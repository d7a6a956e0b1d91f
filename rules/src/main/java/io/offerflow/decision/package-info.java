/**
 * The decision core: a pure function from a customer's state and an input to her next state and the
 * decisions. Reads no clock, draws no random number, does no I/O. {@link
 * io.offerflow.decision.Decider} is where to begin.
 */
package io.offerflow.decision;
