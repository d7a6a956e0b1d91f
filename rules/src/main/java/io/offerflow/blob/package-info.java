/**
 * The binary form of a customer's state: variable-length numbers, texts written once, no
 * reflection. Knows of nothing else.
 */
package io.offerflow.blob;
