package io.offerflow.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an offer says on one channel in one language: its parts by name, such as {@code text}, or
 * {@code title} and {@code body}. A plain text in offers.yaml is the one part {@code text}.
 */
public record Content(Map<String, Template> parts) {
  /** The name of the only part of a content that is a plain text. */
  public static final String TEXT = "text";

  public Content {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * The content for a customer: in her language, else its parents ({@code zh-HK}, then {@code zh}),
   * else the workspace's language and its parents.
   *
   * @param customerLanguage null when it is not known
   * @param workspaceLanguage null when none is given
   * @return the language and its content, or null when there is none for her
   */
  public static Map.Entry<String, Content> choose(
      Map<String, Content> byLanguage, String customerLanguage, String workspaceLanguage) {
    Map.Entry<String, Content> chosen = withParents(byLanguage, customerLanguage);
    return chosen != null ? chosen : withParents(byLanguage, workspaceLanguage);
  }

  private static Map.Entry<String, Content> withParents(
      Map<String, Content> byLanguage, String language) {
    String tag = language;
    while (tag != null) {
      Content content = byLanguage.get(tag);
      if (content != null) {
        return Map.entry(tag, content);
      }
      int parent = tag.lastIndexOf('-');
      tag = parent < 0 ? null : tag.substring(0, parent);
    }
    return null;
  }
}
