package io.offerflow.analysis;

/** Some of the two values true and false. */
record Flags(boolean canBeTrue, boolean canBeFalse) implements Domain {
  static final Flags ANY = new Flags(true, true);
  static final Flags NONE = new Flags(false, false);

  static Flags of(boolean value) {
    return new Flags(value, !value);
  }

  @Override
  public Domain and(Domain other) {
    Flags flags = (Flags) other;
    return new Flags(canBeTrue && flags.canBeTrue, canBeFalse && flags.canBeFalse);
  }

  @Override
  public boolean isEmpty() {
    return !canBeTrue && !canBeFalse;
  }
}
