/**
 * The condition language: its grammar, a typed syntax tree, and its evaluation in three-valued
 * logic. Knows of {@code event} only.
 */
package io.offerflow.condition;
