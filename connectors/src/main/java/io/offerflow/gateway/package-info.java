/** The gateway: pushes out of Kafka to accounts of carriers, and what comes back into it. */
package io.offerflow.gateway;
