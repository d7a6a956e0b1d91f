/**
 * Offers out and answers back over HTTP: requests from templates, presets for push services and
 * Kannel, and the receiver that their callbacks come to.
 */
package io.offerflow.gateway.http;
