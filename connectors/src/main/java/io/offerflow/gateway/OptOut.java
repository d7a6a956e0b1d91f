package io.offerflow.gateway;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * The words by which somebody says that she wants no more: the first word of a reply, in any of the
 * languages, whatever its case and what stands around it. Scripts that write no spaces are matched
 * from the beginning on.
 */
final class OptOut {
  static final Map<String, List<String>> DEFAULT =
      Map.of(
          "en",
          List.of("stop", "stopall", "unsubscribe", "cancel", "end", "quit"),
          "zh",
          List.of("退订", "取消", "td", "t"));

  private final TreeSet<String> words = new TreeSet<>();

  OptOut(Collection<? extends Collection<String>> perLanguage) {
    perLanguage.forEach(some -> some.forEach(word -> words.add(plain(word))));
    words.remove("");
  }

  boolean isSaidBy(String text) {
    String plain = plain(text);
    for (String word : words) {
      if (plain.startsWith(word)
          && (plain.length() == word.length()
              || !goesOn(plain.codePointAt(word.length()))
              || Character.isIdeographic(word.codePointAt(0)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean goesOn(int point) {
    return Character.isLetterOrDigit(point) && !Character.isIdeographic(point);
  }

  private static String plain(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return folded.replaceFirst("^[^\\p{L}\\p{N}]+", "").strip();
  }
}
