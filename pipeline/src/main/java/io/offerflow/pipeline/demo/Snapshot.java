package io.offerflow.pipeline.demo;

import io.offerflow.pipeline.demo.Measurements.Standing;

/**
 * How the demonstration stands.
 *
 * @param millis since the first event
 * @param sent events so far
 * @param eventsPerSecond since the snapshot before
 * @param offersPerSecond since the snapshot before
 * @param sendLagMillis how far the sender was behind its schedule at worst
 */
record Snapshot(
    long millis,
    long sent,
    double eventsPerSecond,
    double offersPerSecond,
    long sendLagMillis,
    Standing standing) {}
