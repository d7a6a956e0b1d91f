/**
 * The topics: how they are made, who writes them, how far they reach; and the broker that runs
 * within this process.
 */
package io.offerflow.kafka;
