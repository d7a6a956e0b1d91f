/** RocksDB as the job's keyed state, whose snapshots are taken while events are handled. */
package io.offerflow.pipeline.backend;
