package io.offerflow.stock;

import java.io.Serializable;
import java.util.Locale;

/**
 * Something that is bounded over all customers.
 *
 * @param id of the offer or the campaign that it belongs to
 */
public record Resource(Kind kind, String id) implements Comparable<Resource>, Serializable {
  private static final long serialVersionUID = 1L;

  /** What is counted. Their order is that of what states and messages say: only add at the end. */
  public enum Kind {
    /** Units of an offer, each used by a decision. */
    STOCK,
    /** Units of an offer, each used by an acceptance. */
    ACCEPTED,
    /** Contacts of a campaign. */
    TOTAL,
    /** The cost of a campaign's contacts, in millionths. */
    BUDGET
  }

  @Override
  public int compareTo(Resource other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " of " + id;
  }
}
