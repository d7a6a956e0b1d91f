package io.offerflow.change;

import io.offerflow.condition.Condition;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Whether two parts of workspaces say the same; conditions do when they are written alike. */
final class Alike {
  private Alike() {}

  static boolean same(Object a, Object b) {
    if (a == null || b == null || a.getClass() != b.getClass()) {
      return a == null ? b == null : b != null && sameLists(a, b);
    }
    if (a instanceof Condition condition) {
      return condition.text().equals(((Condition) b).text());
    }
    if (a instanceof BigDecimal number) {
      return number.compareTo((BigDecimal) b) == 0;
    }
    if (a instanceof Map<?, ?> map) {
      return sameMaps(map, (Map<?, ?>) b);
    }
    return a.getClass().isRecord() ? differing(a, b).isEmpty() : a.equals(b) || sameLists(a, b);
  }

  /** The components in which two records of one kind differ, in their order. */
  static List<String> differing(Object a, Object b) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : a.getClass().getRecordComponents()) {
      if (!same(value(component, a), value(component, b))) {
        names.add(component.getName());
      }
    }
    return names;
  }

  private static Object value(RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a component of a public record", e);
    }
  }

  private static boolean sameMaps(Map<?, ?> a, Map<?, ?> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(entry -> same(entry.getValue(), b.get(entry.getKey())));
  }

  /** Lists of different classes may hold the same. */
  private static boolean sameLists(Object a, Object b) {
    if (!(a instanceof List<?> list) || !(b instanceof List<?> other)) {
      return a.equals(b);
    }
    if (list.size() != other.size()) {
      return false;
    }
    Iterator<?> others = other.iterator();
    return list.stream().allMatch(element -> same(element, others.next()));
  }
}
