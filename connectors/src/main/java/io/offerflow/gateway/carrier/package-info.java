/** What the gateway and the protocols that carry its messages know of each other. */
package io.offerflow.gateway.carrier;
