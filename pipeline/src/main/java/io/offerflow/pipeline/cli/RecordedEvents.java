package io.offerflow.pipeline.cli;

import io.offerflow.codec.DeadLetter;
import io.offerflow.event.Event;
import io.offerflow.feed.EventFile;
import io.offerflow.feed.EventFiles;
import io.offerflow.feed.EventSource;
import io.offerflow.feed.ReadAhead;
import io.offerflow.feed.UnfitFileException;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which recorded events a command reads, and up to when. */
final class RecordedEvents {
  @Option(
      names = "--events",
      required = true,
      arity = "1..*",
      paramLabel = "[FEED=]FILE",
      description = "Files of events, .gz too; FEED is a name in the workspace's feeds.yaml.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Leave out later events; fire timers due up to and including TIME (RFC 3339).")
  private String until;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private DeadLetter firstDead;

  /** What {@code --until} says, in epoch milliseconds; null when nothing. */
  Long end() {
    if (until == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(until).toInstant().toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--until wants a time such as 2026-11-21T08:00:00Z, not '" + until + "'",
          e);
    }
  }

  List<EventArgument> files(Workspace workspace) {
    return EventArgument.parse(words, workspace.feeds());
  }

  /** Says the first of the lines that were no events, if there was one, and what lists them all. */
  void sayFirstDead(Console console) {
    if (firstDead != null) {
      console.say(
          "the first dead letter is "
              + firstDead.position()
              + ": "
              + firstDead.reason()
              + "; `replay --dead-letters F` lists them all");
    }
  }

  /** Calls back with each event up to the end, merged by time. */
  void each(
      List<EventArgument> files,
      Workspace workspace,
      Consumer<DeadLetter> dead,
      Consumer<Event> handler) {
    Long end = end();
    Consumer<DeadLetter> noticed =
        letter -> {
          firstDead = firstDead == null ? letter : firstDead;
          dead.accept(letter);
        };
    try (EventSource source = new ReadAhead(letters -> open(files, workspace, letters), noticed)) {
      for (Event event = source.next(); event != null; event = source.next()) {
        if (end == null || event.time() <= end) {
          handler.accept(event);
        }
      }
    } catch (UnfitFileException e) {
      throw Stop.input(e.getMessage());
    } catch (IOException e) {
      throw Stop.outside("cannot read the files of events: " + e.getMessage(), e);
    }
  }

  private static EventSource open(
      List<EventArgument> files, Workspace workspace, Consumer<DeadLetter> dead)
      throws IOException {
    List<EventFile> opened = new ArrayList<>();
    for (EventArgument file : files) {
      opened.add(EventFile.open(file.file(), file.feed(), workspace.schema(), dead));
    }
    return EventFiles.merge(opened);
  }
}
