/**
 * The demonstration: a synthetic city that feeds the telecom example, what comes out of it measured
 * and shown. The city is seeded; wall clock and terminal belong to the code around it.
 */
package io.offerflow.pipeline.demo;
