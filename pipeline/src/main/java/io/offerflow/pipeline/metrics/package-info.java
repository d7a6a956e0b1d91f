/** What the job counts and times, and the Prometheus endpoint that shows it. */
package io.offerflow.pipeline.metrics;
