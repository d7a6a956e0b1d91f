/**
 * A local cluster under load while its processes are killed, and what it put out held to replay.
 */
package io.offerflow.pipeline.faults;
