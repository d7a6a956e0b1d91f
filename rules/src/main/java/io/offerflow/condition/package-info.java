/**
 * The condition language: its grammar, a typed syntax tree, and its evaluation in three-valued
 * logic.
 */
package io.offerflow.condition;
