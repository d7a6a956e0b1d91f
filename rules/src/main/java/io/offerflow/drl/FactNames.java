package io.offerflow.drl;

import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.event.ValueType;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

/** What the constraints of one pattern may name: the fact's fields, and variables. */
record FactNames(Map<String, Known> fields, Map<String, Known> variables) implements Names {

  @Override
  public Known find(String name) {
    Known known = name.startsWith(ConditionText.VARIABLE) ? variables.get(name) : fields.get(name);
    // Functions that count from now ask whether there is a now.
    return known == null && name.equals(Ref.Ambient.NOW.text())
        ? new Known(Ref.Ambient.NOW, ValueType.TIME, false)
        : known;
  }

  @Override
  public Collection<String> all() {
    TreeSet<String> all = new TreeSet<>(fields.keySet());
    variables.forEach(
        (name, known) -> {
          if (known != null) {
            all.add(name);
          }
        });
    return all;
  }
}
