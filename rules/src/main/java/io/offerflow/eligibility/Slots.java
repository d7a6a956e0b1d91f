package io.offerflow.eligibility;

import com.google.re2j.Pattern;
import io.offerflow.condition.Ref;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The places of names and constants in {@link Facts}, in order of first use. */
final class Slots {
  private final Map<Ref, Integer> names = new HashMap<>();
  private final List<Ref> nameList = new ArrayList<>();
  private final Map<Object, Integer> constants = new HashMap<>();
  private final List<Object> constantList = new ArrayList<>();

  int name(Ref ref) {
    return names.computeIfAbsent(
        ref,
        added -> {
          nameList.add(added);
          return nameList.size() - 1;
        });
  }

  int number(BigDecimal number) {
    return constant(List.of(BigDecimal.class, number.stripTrailingZeros()), number);
  }

  int text(String text) {
    return constant(text, text);
  }

  /** A list that is asked whether it contains something. */
  int list(List<Object> list) {
    return constant(list, list.size() > 8 ? Set.copyOf(list) : list);
  }

  int pattern(Pattern pattern) {
    return constant(List.of(Pattern.class, pattern.pattern()), pattern);
  }

  private int constant(Object key, Object value) {
    return constants.computeIfAbsent(
        key,
        added -> {
          constantList.add(value);
          return constantList.size() - 1;
        });
  }

  Facts facts() {
    return new Facts(nameList.toArray(Ref[]::new), constantList.toArray());
  }

  /** A line for each slot that is not plain in the rules themselves. */
  List<String> legend() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < nameList.size(); i++) {
      lines.add("name %d: %s".formatted(i, nameList.get(i).text()));
    }
    for (int i = 0; i < constantList.size(); i++) {
      lines.add("constant %d: %s".formatted(i, shown(constantList.get(i))));
    }
    return lines;
  }

  private static String shown(Object constant) {
    if (constant instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (constant instanceof Pattern pattern) {
      return "matches " + pattern.pattern();
    }
    return constant instanceof Collection<?> list
        ? "in " + list.stream().sorted().toList()
        : constant.toString();
  }
}
