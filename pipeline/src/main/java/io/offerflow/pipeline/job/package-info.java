/** The Flink job: topology, the deciding operator, settings, and a cluster within this process. */
package io.offerflow.pipeline.job;
