package io.offerflow.workspace;

import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.content.SmsLength;
import io.offerflow.content.Template;
import java.util.function.Function;

/** Warns of texts that are sent, and paid, as several messages. */
final class SmsCheck {
  private static final String CHANNEL = "sms";

  private SmsCheck() {}

  /**
   * What to say of a text, or null when one message is enough.
   *
   * @param offer a property of the offer that the text is for, or null where it has none
   */
  static String warning(
      String channel, Template template, Names names, Function<String, String> offer) {
    if (!channel.equals(CHANNEL)) {
      return null;
    }
    SmsLength.Size size = SmsLength.of(likely(template, names, offer));
    if (size.messages() == 1) {
      return null;
    }
    String filled = template.refs().isEmpty() ? "" : " with its placeholders filled about";
    String costs =
        ": it is sent as %d messages and costs %d times as much"
            .formatted(size.messages(), size.messages());
    if (size.foreign() == null) {
      return "this text takes%s %d of the %d places of one SMS%s; shorten it"
          .formatted(filled, size.places(), size.single(), costs);
    }
    boolean few = size.foreigners() * 10 <= size.places();
    return ("this text takes%s %d of the %d places of one SMS, there being no `%s` in GSM-7, the"
            + " alphabet with 160%s; %s")
        .formatted(
            filled,
            size.places(),
            size.single(),
            size.foreign(),
            costs,
            few ? "write it without such characters, or shorten it" : "shorten it");
  }

  /** The text with every placeholder filled as it often will be. */
  private static String likely(Template template, Names names, Function<String, String> offer) {
    StringBuilder text = new StringBuilder();
    for (Template.Part part : template.parts()) {
      text.append(
          part instanceof Template.Placeholder placeholder
              ? likely(placeholder, names, offer)
              : ((Template.Fixed) part).text());
    }
    return text.toString();
  }

  private static String likely(
      Template.Placeholder placeholder, Names names, Function<String, String> offer) {
    String value =
        placeholder.ref() instanceof Ref.Offer property
            ? offer.apply(property.property())
            : likely(names.find(placeholder.ref().text()));
    String otherwise = placeholder.otherwise() == null ? "" : placeholder.otherwise();
    return value == null || value.length() < otherwise.length() ? otherwise : value;
  }

  /** As long as such values often are. */
  private static String likely(Names.Known known) {
    if (known == null) {
      return "";
    }
    String longest = "";
    for (String value : known.values()) {
      longest = value.length() > longest.length() ? value : longest;
    }
    if (!longest.isEmpty()) {
      return longest;
    }
    return switch (known.type()) {
      case TEXT -> "0123456789";
      case TEXTS -> "0123456789, 0123456789";
      case NUMBER -> "123.45";
      case INTEGER -> "123";
      case BOOLEAN -> "false";
      case DATE -> "2026-11-21";
      case TIME -> "2026-11-21T08:15:30+08:00";
    };
  }
}
