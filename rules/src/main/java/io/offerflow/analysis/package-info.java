/**
 * What a checked workspace says that its author hardly meant: conditions that never or always hold,
 * campaigns that others hide, what nobody uses, what costs too much state. All of it is certain, or
 * it is not said.
 */
package io.offerflow.analysis;
