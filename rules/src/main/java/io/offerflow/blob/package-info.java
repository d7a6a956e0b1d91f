/**
 * The binary form of a customer's state: variable-length numbers, texts written once, no
 * reflection.
 */
package io.offerflow.blob;
