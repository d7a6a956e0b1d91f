package io.offerflow.eligibility;

/** What a test says, by where its value stands among the constants of its trigger. */
sealed interface Lookup permits Places.Within, Members.Mark {

  boolean isTrue(Facts facts);
}
