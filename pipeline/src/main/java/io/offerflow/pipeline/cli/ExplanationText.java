package io.offerflow.pipeline.cli;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Result;
import io.offerflow.replay.Changes;
import io.offerflow.replay.Explanation;
import io.offerflow.workspace.Workspace;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** A customer's timeline for people: a step is a headline and a line for each thing to know. */
final class ExplanationText {
  private static final String INDENT = "    ";
  private static final int WIDTH = 80;

  private final int width;
  private final boolean colours;

  /**
   * @param colours whether a terminal shows it
   */
  ExplanationText(Workspace workspace, boolean colours) {
    this.width =
        workspace.campaigns().stream().mapToInt(campaign -> campaign.id().length()).max().orElse(0);
    this.colours = colours;
  }

  List<String> lines(Explanation step) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(step));
    fate(lines, step);
    add(
        lines,
        "with",
        step.fields().entrySet().stream()
            .map(field -> field.getKey() + " " + field.getValue())
            .toList());
    changes(lines, step.changes());
    if (step.decision() != null) {
      decision(lines, step);
    }
    if (step.noMoment() != null) {
      lines.add(line("no moment", ControlCharacters.shown(step.noMoment())));
    }
    lines.add("");
    return lines;
  }

  private String headline(Explanation step) {
    String time = styled(LocalTimes.text(step.time(), step.zone()), Style.bold);
    String utc = " (" + step.zone() + "; " + Instant.ofEpochMilli(step.time()) + ")  ";
    String what =
        step.isTimer() ? "by the clock" : step.type() + " " + ControlCharacters.shown(step.id());
    return time + styled(utc, Style.faint) + styled(what, Style.bold);
  }

  private void fate(List<String> lines, Explanation step) {
    if (step.isTimer()) {
      return;
    }
    switch (step.fate()) {
      case DUPLICATE ->
          lines.add(line("ignored", "a duplicate: one of that type and id came within 24 h"));
      case ERASED -> lines.add(line("ignored", "it is not later than her erasure"));
      case UNMATCHED -> lines.add(line("ignored", "it answers none of her decisions"));
      case PASSED_ON -> lines.add(line("passed on", "to the id that hers was merged into"));
      default -> {
        if (step.now() > step.time()) {
          lines.add(line("late", "her now is " + LocalTimes.text(step.now(), step.zone())));
        }
      }
    }
  }

  private void changes(List<String> lines, Changes changes) {
    if (changes.forgotten()) {
      lines.add(line("forgotten", "all that was known of her, but for refusals"));
    }
    add(lines, "entered", changes.entered());
    add(lines, "left", changes.left());
    add(lines, "tagged", changes.tagged());
    add(lines, "untagged", changes.untagged());
    add(lines, "attributes", texts(changes.attributes()));
    add(lines, "consent", texts(changes.consents()));
    add(lines, "features", texts(changes.features()));
  }

  private static List<String> texts(List<Changes.Change> changes) {
    return changes.stream()
        .map(
            change ->
                change.name()
                    + " "
                    + (change.from() == null ? "missing" : change.from())
                    + " -> "
                    + (change.to() == null ? "missing" : change.to()))
        .toList();
  }

  /** As many a line as a terminal of usual width has room for. */
  private void add(List<String> lines, String label, List<String> texts) {
    StringBuilder row = new StringBuilder();
    String name = label;
    for (String text : texts) {
      if (row.length() > 0 && row.length() + text.length() > WIDTH) {
        lines.add(line(name, row.append(',').toString()));
        name = "";
        row.setLength(0);
      }
      row.append(row.length() > 0 ? ", " : "").append(ControlCharacters.shown(text));
    }
    if (row.length() > 0) {
      lines.add(line(name, row.toString()));
    }
  }

  private void decision(List<String> lines, Explanation step) {
    for (Decision.Considered one : step.decision().considered()) {
      String result = one.result().word();
      IStyle style = isGood(one.result()) ? Style.fg_green : Style.fg_yellow;
      StringBuilder text = new StringBuilder();
      text.append(INDENT).append(pad(one.campaign(), width)).append("  ");
      text.append(pad(one.moment(), 8)).append("  ");
      text.append(styled(result, style));
      if (one.detail() != null) {
        text.append("  ").append(ControlCharacters.shown(one.detail()));
      }
      if (one.free() != null) {
        text.append("; free again ").append(LocalTimes.text(one.free(), step.zone()));
      }
      lines.add(text.toString());
    }
    lines.add(INDENT + styled("=> " + outcome(step.decision()), Style.bold));
  }

  private static boolean isGood(Result result) {
    return result == Result.WON || result == Result.TAGGED;
  }

  private static String outcome(Decision decision) {
    Decision.Choice choice = decision.choice();
    return switch (decision.outcome()) {
      case OFFERED ->
          "offered "
              + choice.offer()
              + " by "
              + choice.channel()
              + variant(choice)
              + chance(choice);
      case CONTROL ->
          "kept back for "
              + (choice.arm() == null ? "control" : choice.arm())
              + ": "
              + choice.offer()
              + " by "
              + choice.channel()
              + variant(choice)
              + " had won";
      case NONE -> "nothing goes out";
      case HELD -> "held until quiet time ends";
      case ANSWERED ->
          "answered with "
              + decision.answer().entries().stream()
                  .map(Decision.Answer.Entry::offer)
                  .collect(Collectors.joining(", "));
      case TAGGED -> "nothing goes out; a tag was set or removed";
    };
  }

  private static String variant(Decision.Choice choice) {
    return choice.variant() == null ? "" : " as variant " + choice.variant();
  }

  private static String chance(Decision.Choice choice) {
    return choice.byModel() == null || choice.byModel().probability() == null
        ? ""
        : ", as in "
            + choice
                .byModel()
                .probability()
                .movePointRight(2)
                .setScale(1, RoundingMode.HALF_UP)
                .toPlainString()
            + "% of such decisions";
  }

  private String line(String label, String text) {
    return INDENT + styled(pad(label, 10), Style.faint) + "  " + text;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String styled(String text, IStyle style) {
    return colours ? style.on() + text + Style.reset.on() : text;
  }
}
