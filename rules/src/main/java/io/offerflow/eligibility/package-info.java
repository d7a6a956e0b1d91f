/**
 * Campaigns as Drools rules over one flat fact; from a moment to the campaigns whose conditions are
 * true.
 */
package io.offerflow.eligibility;
