package io.offerflow.analysis;

import io.offerflow.condition.Arithmetic;
import io.offerflow.condition.Expr;
import io.offerflow.condition.Function;
import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Feature;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the values that conditions speak of can be before any condition is asked. */
final class Terms {
  /** As many different values as {@code distinct} counts. */
  private static final long MOST_DISTINCT = 128;

  private static final Possible NEVER_MISSING = new Possible(false, Flags.ANY);
  private final Map<String, Feature> features;
  private final Set<Ref> present;
  private final Map<Ref, String> types;

  /**
   * @param features by name
   * @param present names that are never missing here
   * @param types names that have this text and no other
   */
  Terms(Map<String, Feature> features, Set<Ref> present, Map<Ref, String> types) {
    this.features = features;
    this.present = present;
    this.types = types;
  }

  /** What a value can be. */
  Possible of(Expr value) {
    if (value instanceof Expr.Name name) {
      return named(name.known());
    }
    if (value instanceof Expr.Call call) {
      return new Possible(of(call.argument()).missing(), domain(call.function()));
    }
    if (value instanceof Expr.Calculation calculation) {
      boolean missing =
          calculation.operator() == Arithmetic.DIVIDED
              || of(calculation.left()).missing()
              || of(calculation.right()).missing();
      return new Possible(missing, Numbers.ANY);
    }
    if (value instanceof Expr.Negative negative) {
      return new Possible(of(negative.number()).missing(), Numbers.ANY);
    }
    return new Possible(false, any(value.type()));
  }

  private static Domain domain(Function function) {
    return switch (function) {
      case LOWER -> Texts.of(new Texts.LowerCase(), true);
      case MINUTES_SINCE -> Numbers.ANY;
      default -> Numbers.WHOLE;
    };
  }

  private Possible named(Names.Known known) {
    Ref ref = known.ref();
    if (ref instanceof Ref.Feature feature) {
      return feature(features.get(feature.name()), known.type());
    }
    if (ref == Ref.Ambient.HOUR) {
      return new Possible(false, Numbers.between(0, 23));
    }
    if (types.containsKey(ref)) {
      return new Possible(false, Texts.of(List.of(types.get(ref)), true));
    }
    boolean missing =
        !(ref instanceof Ref.Ambient
            || present.contains(ref)
            || (ref instanceof Ref.Customer customer && customer.attribute().equals("products")));
    Domain domain =
        known.type() == ValueType.TEXT && !known.values().isEmpty()
            ? Texts.of(known.values(), true)
            : any(known.type());
    return new Possible(missing, domain);
  }

  private static Possible feature(Feature feature, ValueType type) {
    if (feature == null) {
      return new Possible(true, any(type));
    }
    return switch (feature.aggregate()) {
      case COUNT -> new Possible(false, Numbers.atLeast(0));
      case DISTINCT -> new Possible(false, Numbers.between(0, MOST_DISTINCT));
      case SUM -> new Possible(false, Numbers.ANY);
      default -> new Possible(true, any(type));
    };
  }

  /** Of dates, times and sets only whether they are missing is looked at. */
  static Domain any(ValueType type) {
    return switch (type) {
      case INTEGER -> Numbers.WHOLE;
      case NUMBER -> Numbers.ANY;
      case TEXT -> Texts.ANY;
      default -> Flags.ANY;
    };
  }

  static Domain none(Domain like) {
    if (like instanceof Numbers) {
      return new Numbers(List.of(), false);
    }
    return like instanceof Texts ? Texts.of(Set.of(), true) : Flags.NONE;
  }

  /** Something that is true, false or, where it can be missing, unknown. */
  static Possible flag(boolean missing) {
    return missing ? new Possible(true, Flags.ANY) : NEVER_MISSING;
  }
}
