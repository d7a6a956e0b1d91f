package io.offerflow.analysis;

import io.offerflow.condition.Comparison;
import io.offerflow.condition.Condition;
import io.offerflow.condition.Expr;
import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Feature;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What is sure when a campaign's conditions are asked, because its moment occurred. */
final class Situation {
  private final Set<Ref> present = new HashSet<>();
  private final Map<Ref, String> types = new HashMap<>();
  private final List<Expr> lasting = new ArrayList<>();
  private final List<Expr> atFirst = new ArrayList<>();
  private final Terms terms;

  /**
   * @param features by name
   */
  Situation(Moment moment, Workspace workspace, Map<String, Feature> features) {
    if (moment instanceof Moment.OnEvent on) {
      event(on.trigger(), Ref.Event::new);
    } else if (moment instanceof Moment.Then then) {
      event(then.first(), Ref.First::new);
      event(then.second(), Ref.Event::new);
    } else if (moment instanceof Moment.Without without) {
      event(without.first(), Ref.Event::new);
    } else if (moment instanceof Moment.Cross cross && cross.above()) {
      // By the clock a feature falls, and may have risen again when that comes to be judged late.
      Names.Known subject = subject(cross.subject(), workspace, features);
      Expr line = new Expr.Literal(cross.line(), ValueType.NUMBER);
      Expr above = new Expr.Compare(new Expr.Name(subject), Comparison.GREATER, line);
      atFirst.add(Plain.of(above, ref -> ref));
    }
    terms = new Terms(features, present, types);
  }

  private void event(Moment.Trigger trigger, Function<String, Ref> name) {
    present.add(name.apply("id"));
    present.add(name.apply("time"));
    types.put(name.apply("type"), trigger.type());
    if (trigger.where() != null) {
      lasting.add(
          Plain.of(
              trigger.where().expression(),
              ref -> ref instanceof Ref.Bare bare ? name.apply(bare.field()) : ref));
    }
  }

  private static Names.Known subject(
      Ref subject, Workspace workspace, Map<String, Feature> features) {
    if (subject instanceof Ref.Customer customer) {
      Field field = workspace.schema().customer().get(customer.attribute());
      return Names.Known.of(subject, field);
    }
    Feature feature = features.get(((Ref.Feature) subject).name());
    return new Names.Known(subject, feature.type(), feature.pii());
  }

  Terms terms() {
    return terms;
  }

  /** True whenever the conditions are asked, also once more after quiet hours. */
  List<Expr> lasting() {
    return lasting;
  }

  /** True when the conditions are asked for the first time. */
  List<Expr> atFirst() {
    List<Expr> all = new ArrayList<>(lasting);
    all.addAll(atFirst);
    return all;
  }

  static Expr plain(Condition condition) {
    return Plain.of(condition.expression(), ref -> ref);
  }
}
