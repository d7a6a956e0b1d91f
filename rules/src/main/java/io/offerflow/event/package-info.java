/**
 * Events and their fields, as values, and the schema that says what they may hold. Knows of nothing
 * else.
 */
package io.offerflow.event;
