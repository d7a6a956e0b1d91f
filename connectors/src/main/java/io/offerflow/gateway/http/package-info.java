/** Pushes and SMS by HTTP. */
package io.offerflow.gateway.http;
