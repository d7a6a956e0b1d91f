package io.offerflow.event;

import java.util.Collection;
import java.util.Locale;

/**
 * Finds what somebody who mistyped a name probably meant. For people's eyes: nothing depends on it.
 */
public final class Nearest {
  private Nearest() {}

  /** The nearest of the known names, or null when none is near enough to be meant. */
  public static String of(String name, Collection<String> known) {
    String best = null;
    int bestDistance = Math.max(1, Math.min(name.length(), 12) / 3) + 1;
    for (String candidate : known) {
      if (Math.abs(candidate.length() - name.length()) < bestDistance) {
        int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
        if (distance < bestDistance) {
          best = candidate;
          bestDistance = distance;
        }
      }
    }
    return best != null ? best : byPart(name, known);
  }

  /** A sentence that helps: the nearest name, else all when they are few, else nothing. */
  public static String hint(String name, Collection<String> known) {
    String nearest = of(name, known);
    if (nearest != null) {
      return "; did you mean `" + nearest + "`?";
    }
    if (known.isEmpty()) {
      return "";
    }
    return known.size() <= 12 ? "; known are: " + String.join(", ", known) : "";
  }

  private static String byPart(String name, Collection<String> known) {
    if (name.length() < 4) {
      return null;
    }
    for (String candidate : known) {
      if (candidate.startsWith(name) || (candidate.length() >= 4 && name.startsWith(candidate))) {
        return candidate;
      }
    }
    return null;
  }

  /** Edits between two texts; two neighbours swapped are one edit. */
  private static int distance(String a, String b) {
    int[] before = null;
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
        if (before != null
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[b.length()];
  }
}
