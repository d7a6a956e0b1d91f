package io.offerflow.condition;

/** A node of the typed syntax tree. */
public sealed interface Expr {
  /** Placeholder until the grammar is in place. */
  record Literal(Object value) implements Expr {}
}
