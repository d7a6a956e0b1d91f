package io.offerflow.workspace;

import io.offerflow.content.Content;
import io.offerflow.content.Template;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads texts: {@code content} of an offer, or of a variant that says parts of it otherwise. */
final class ContentReader {
  private final Sheet sheet;
  private final Settings settings;
  private final TextNames names;
  private final Doubts doubts;
  private final boolean whole;
  private Section around;

  /** For an offer. */
  ContentReader(Sheet sheet, Settings settings, TextNames names, Doubts doubts) {
    this(sheet, settings, names, doubts, true);
  }

  private ContentReader(
      Sheet sheet, Settings settings, TextNames names, Doubts doubts, boolean whole) {
    this.sheet = sheet;
    this.settings = settings;
    this.names = names;
    this.doubts = doubts;
    this.whole = whole;
  }

  /** For a variant: what it does not say stays as the offer says it. */
  static ContentReader ofVariant(Sheet sheet, Settings settings, TextNames names, Doubts doubts) {
    return new ContentReader(sheet, settings, names, doubts, false);
  }

  /** By channel, then by language; empty where nothing is said. */
  Map<String, Map<String, Content>> read(Section section) {
    Map<String, Map<String, Content>> byChannel = new LinkedHashMap<>();
    around = section;
    Yaml node = section.get("content");
    if (node == null) {
      return byChannel;
    }
    if (!(node instanceof Yaml.Mapping mapping)) {
      sheet.error(node, "`content` is written as {sms: {en: \"...\"}}, but this is " + node.kind());
      return byChannel;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      sheet.reference(
          entry.key(), "channel", settings.channels().keySet(), WorkspaceFiles.SETTINGS);
      Map<String, Content> byLanguage = languages(entry);
      byChannel.put(entry.name(), byLanguage);
      if (whole && entry.value() instanceof Yaml.Mapping) {
        checkFallback(entry, byLanguage);
      }
    }
    return byChannel;
  }

  /** A property of the offer whose texts are being read, as it stands beside them; or null. */
  private String property(String name) {
    return around.has(name) && around.get(name) instanceof Yaml.Scalar scalar
        ? scalar.text()
        : null;
  }

  private Map<String, Content> languages(Yaml.Entry channel) {
    Map<String, Content> byLanguage = new LinkedHashMap<>();
    if (!(channel.value() instanceof Yaml.Mapping mapping)) {
      sheet.error(
          channel.value(),
          "the content of `"
              + channel.name()
              + "` is written by language, such as {en: \"...\"},"
              + " but this is "
              + channel.value().kind());
      return byLanguage;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      if (!SettingsReader.isLanguage(entry.name())) {
        sheet.error(entry.key(), SettingsReader.notALanguage(entry.name()));
      }
      byLanguage.put(entry.name(), parts(channel.name(), entry));
    }
    return byLanguage;
  }

  private void checkFallback(Yaml.Entry channel, Map<String, Content> byLanguage) {
    if (sheet.problems().isBroken(WorkspaceFiles.SETTINGS)) {
      return;
    }
    String fallback = settings.language();
    if (fallback == null || Content.choose(byLanguage, null, fallback) == null) {
      sheet.warning(
          channel.key(),
          "`"
              + channel.name()
              + "` has no text in "
              + (fallback == null
                  ? "a language of the workspace (`language: zh` in workspace.yaml)"
                  : "`" + fallback + "`, the workspace's language")
              + ": customers with other languages get nothing");
    }
  }

  private Content parts(String channel, Yaml.Entry language) {
    Map<String, Template> parts = new LinkedHashMap<>();
    if (language.value() instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        part(channel, entry.name(), entry.value(), parts);
      }
      if (mapping.entries().isEmpty()) {
        sheet.error(mapping, "the content is empty: write a text, or {title: ..., body: ...}");
      }
    } else {
      part(channel, Content.TEXT, language.value(), parts);
    }
    return new Content(parts);
  }

  private void part(String channel, String name, Yaml node, Map<String, Template> parts) {
    String text = sheet.text(node, "`" + name + "`");
    if (text == null) {
      return;
    }
    if (text.isBlank()) {
      sheet.error(node, "`" + name + "` is empty: write a text");
    }
    try {
      Template template = Template.parse(text, names);
      parts.put(name, template);
      String warning = SmsCheck.warning(channel, template, names, this::property);
      if (warning != null) {
        sheet.warning(node, warning);
      }
    } catch (Template.TemplateException wrong) {
      if (!doubts.mentionedIn(text)
          && !sheet.problems().isBroken(WorkspaceFiles.SCHEMA)
          && !sheet.problems().isBroken(WorkspaceFiles.FEATURES)) {
        sheet.error((Yaml.Scalar) node, wrong.offset(), wrong.getMessage());
      }
    }
  }
}
