/**
 * The core on recorded events, without Flink: deterministic, with the stream's clock of one feed.
 */
package io.offerflow.replay;
