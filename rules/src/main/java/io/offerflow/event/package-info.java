/** Events and their fields, as values, and the schema that says what they may hold. */
package io.offerflow.event;
