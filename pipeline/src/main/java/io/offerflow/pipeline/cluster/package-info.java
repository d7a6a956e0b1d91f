/** The processes of a cluster on one machine: broker, job manager, task managers. */
package io.offerflow.pipeline.cluster;
