package io.offerflow.learning;

import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.workspace.Offer;
import java.util.Comparator;
import java.util.List;

/**
 * What a propensity is learned of: an offer on a channel, among customers who are alike in the
 * attributes that the offer learns by.
 *
 * @param context such as {@code tier=gold&postpaid=true}; an attribute that is missing stands
 *     without a value; empty for an offer that learns by nothing
 */
public record Arm(String offer, String channel, String context) implements Comparable<Arm> {
  private static final Comparator<Arm> ORDER =
      Comparator.comparing((Arm arm) -> arm.offer())
          .thenComparing(arm -> arm.channel())
          .thenComparing(arm -> arm.context());

  public static Arm of(Offer offer, String channel, Values values) {
    return new Arm(offer.id(), channel, context(offer.learnBy(), values));
  }

  private static String context(List<String> attributes, Values values) {
    if (attributes.isEmpty()) {
      return "";
    }
    StringBuilder context = new StringBuilder();
    for (String attribute : attributes) {
      Object value = values.get(new Ref.Customer(attribute));
      context.append(context.isEmpty() ? "" : "&").append(attribute);
      if (value != null) {
        // Nobody reads a context back, but two of them must never look the same.
        context.append('=').append(value.toString().replace("%", "%25").replace("&", "%26"));
      }
    }
    return context.toString();
  }

  @Override
  public int compareTo(Arm other) {
    return ORDER.compare(this, other);
  }
}
