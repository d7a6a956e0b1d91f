/**
 * What a checked workspace says that its author hardly meant: conditions that never or always hold,
 * campaigns that others hide, what nobody uses, what costs too much state. All of it is certain, or
 * it is not said. Knows of {@code workspace} and all below.
 */
package io.offerflow.analysis;
