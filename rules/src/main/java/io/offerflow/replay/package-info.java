/**
 * The core on recorded events, without Flink: deterministic, with the clock that the events
 * themselves move. Explanations are made in the same way.
 */
package io.offerflow.replay;
