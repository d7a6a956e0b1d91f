/**
 * Events and their fields, as values, and the schema that says what they may hold. Knows of {@code
 * blob}, for fields that outlive their event, and of nothing else.
 */
package io.offerflow.event;
