/**
 * JSON to events; decisions, offers and dead letters to JSON, and back where something has to know
 * what was put out.
 */
package io.offerflow.codec;
