/**
 * The commands. Each is a thin shell around what the other packages do; it turns their outcomes
 * into sentences and exit codes.
 */
package io.offerflow.pipeline.cli;
