/** JSON to events, and decisions, offers and dead letters to JSON. */
package io.offerflow.codec;
