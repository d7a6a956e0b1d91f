package io.offerflow.condition;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What somebody may have meant who wrote an unknown name. */
final class NearestName {
  private static final int MOST_TOLD = 12;

  /** {@code 1_500}, {@code 1e3}, {@code 15k}: names may begin with digits, so they read as one. */
  private static final Pattern NUMBER_OF_PEOPLE = Pattern.compile("[0-9][0-9_]*[eEkKmM]?[0-9]*");

  private NearestName() {}

  static String unknown(String word, Collection<String> known) {
    int dot = word.indexOf('.');
    String family = dot < 0 ? "" : word.substring(0, dot + 1);
    if ((family.equals("event.") || family.equals("first."))
        && known.stream().noneMatch(name -> name.startsWith(family))
        && !known.contains(word.substring(dot + 1))) {
      return "`%s` is not known: there is no `%s` here"
          .formatted(word, family.substring(0, family.length() - 1));
    }
    if (Function.ofWord(word) != null) {
      return "`%s` is a function: write %s(...)".formatted(word, word);
    }
    String nearest = nearest(word, known);
    return "`%s` is not known here%s"
        .formatted(
            word,
            nearest != null ? "; did you mean `" + nearest + "`?" : hint(word, family, known));
  }

  static String unknownFunction(String word) {
    String all =
        Arrays.stream(Function.values()).map(Function::word).collect(Collectors.joining(", "));
    return "there is no function `%s`; there are: %s".formatted(word, all);
  }

  private static String hint(String word, String family, Collection<String> known) {
    return switch (word) {
      case "null", "none", "NULL", "nil", "undefined" -> ": write `is missing` or `is known`";
      case "AND", "OR", "NOT", "IN", "IS", "True", "False", "TRUE", "FALSE" ->
          ": such words are written small";
      default -> declaring(word, family, known);
    };
  }

  /** What is there, where that is not too much to tell; else where a name comes from. */
  private static String declaring(String word, String family, Collection<String> known) {
    if (NUMBER_OF_PEOPLE.matcher(word).matches()) {
      return ": write a number in full, in digits, such as 1500";
    }
    if (family.equals("customer.")) {
      return ": declare `%s` under `customer` in schema.yaml"
          .formatted(word.substring(family.length()));
    }
    List<String> all = known.stream().filter(name -> name.startsWith(family)).toList();
    boolean fields = !family.isEmpty() || !known.contains(Ref.Ambient.TAGS.text());
    if (fields) {
      return all.isEmpty() || all.size() > MOST_TOLD
          ? ""
          : "; there are: " + String.join(", ", all);
    }
    return NameTable.WORD.matcher(word).matches()
        ? ": write \"%s\" if it is a text, or declare it in features.yaml".formatted(word)
        : "";
  }

  /** The known name with the fewest changed letters, or null when none is near. */
  private static String nearest(String word, Collection<String> known) {
    String nearest = null;
    int dot = word.indexOf('.');
    // Of `event.amnt` the field alone says how much may be wrong with it.
    int wrong = dot < 0 ? word.length() / 3 : (word.length() - dot) / 2;
    int fewest = Math.max(1, Math.min(4, wrong)) + 1;
    for (String name : known) {
      if (Math.abs(name.length() - word.length()) < fewest) {
        int distance = distance(word, name);
        if (distance < fewest) {
          fewest = distance;
          nearest = name;
        }
      }
    }
    return nearest != null ? nearest : qualified(word, known);
  }

  /** {@code tier} for {@code customer.tier}. */
  private static String qualified(String word, Collection<String> known) {
    String ending = "." + word.substring(word.indexOf('.') + 1);
    for (String name : known) {
      if (name.endsWith(ending) || ending.equals("." + name)) {
        return name;
      }
    }
    return null;
  }

  /** Letters to insert, remove, replace, or swap with their neighbour. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
