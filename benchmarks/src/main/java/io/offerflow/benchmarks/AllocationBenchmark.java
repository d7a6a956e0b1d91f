package io.offerflow.benchmarks;

import com.sun.management.ThreadMXBean;
import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.decision.StateReader;
import io.offerflow.event.Event;
import io.offerflow.pipeline.job.WorkspaceFiles;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the core allocates for an event of the town on the telecom example, and how long it takes:
 * to read the state, to decide, to write the state. One thread, states as bytes in memory; what was
 * written is given back, as the job does.
 */
@Command(
    name = "allocation",
    mixinStandardHelpOptions = true,
    description = "Measures what the core allocates for an event.")
public final class AllocationBenchmark extends TableCommand {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** So many events of one customer follow one upon the other. */
  private static final int BURST = 10;

  @Option(names = "--warm-up", defaultValue = "600000", description = "default ${DEFAULT-VALUE}")
  int warmUp;

  @Option(names = "--events", defaultValue = "200000", description = "default ${DEFAULT-VALUE}")
  int events;

  @Option(names = "--customers", defaultValue = "20000", description = "default ${DEFAULT-VALUE}")
  int customers;

  @Option(
      names = "--campaigns",
      defaultValue = "1000",
      description = "of the rows that show what grows with campaigns; default ${DEFAULT-VALUE}")
  int campaigns;

  /** Of all events that came to the same: sums of bytes and nanoseconds. */
  private static final class Sums {
    private final long[] bytes = new long[3];
    private final long[] nanos = new long[3];
    private long states;
    private long count;

    private void add(long[] bytesAt, long[] nanosAt, int state) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] += bytesAt[i + 1] - bytesAt[i];
        nanos[i] += nanosAt[i + 1] - nanosAt[i];
      }
      states += state;
      count++;
    }

    /** For each event, to read the state, to decide and to write it. */
    private long bytes() {
      return LongStream.of(bytes).sum() / Math.max(1, count);
    }

    private String row(String what) {
      StringBuilder row = new StringBuilder("| " + what);
      row.append(String.format(Locale.ROOT, " | %,d | %,d", count, states / Math.max(1, count)));
      appendTo(row, bytes);
      appendTo(row, nanos);
      return row.append(" |").toString();
    }

    private void appendTo(StringBuilder row, long[] sums) {
      long all = 0;
      for (long sum : sums) {
        row.append(String.format(Locale.ROOT, " | %,d", sum / Math.max(1, count)));
        all += sum;
      }
      row.append(String.format(Locale.ROOT, " | %,d", all / Math.max(1, count)));
    }
  }

  private final Map<String, byte[]> states = new HashMap<>();
  private final StateReader reader = new StateReader();
  private final BlobWriter writer = new BlobWriter();
  private final long[] bytesAt = new long[4];
  private final long[] nanosAt = new long[4];
  private final Sums triggering = new Sums();
  private final Sums nothing = new Sums();
  private final Sums typical = new Sums();
  private final Sums held = new Sums();
  private final Sums typicalOfMany = new Sums();
  private final Sums heldOfMany = new Sums();

  public static void main(String[] args) {
    main(new AllocationBenchmark(), args);
  }

  @Override
  List<Table> tables() {
    return List.of(new Table("allocation", measure()));
  }

  /** For an event of a typical customer that triggers nothing. */
  long typicalBytes() {
    return typical.bytes();
  }

  /** The same of one whom the job holds in memory. */
  long heldBytes() {
    return held.bytes();
  }

  /** Returns the table. */
  List<String> measure() {
    Bundle bundle = TelecomExample.bundle();
    Town town = new Town(bundle.workspace().schema(), customers, Town.SEED);
    try (Decider decider = new Decider(bundle)) {
      for (int i = 0; i < warmUp + events; i++) {
        Event event = town.next();
        Outcome outcome = handle(decider, event);
        if (i >= warmUp) {
          Sums sums = outcome.decisions().isEmpty() ? nothing : triggering;
          sums.add(bytesAt, nanosAt, writer.size());
        }
      }
      ofTypical(decider, TypicalCustomer.state(bundle), typical);
      ofHeld(decider, TypicalCustomer.state(bundle), held);
    }
    Bundle many = Bundle.of(WorkspaceFiles.of(TelecomExample.files(campaigns)).workspace());
    try (Decider decider = new Decider(many)) {
      ofTypical(decider, TypicalCustomer.state(many), typicalOfMany);
      ofHeld(decider, TypicalCustomer.state(many), heldOfMany);
    }
    return table(bundle);
  }

  /** One event after the other on the same state of a typical customer. */
  private void ofTypical(Decider decider, byte[] state, Sums sums) {
    for (int i = 0; i < 2 * events; i++) {
      Event event = TypicalCustomer.later(i);
      states.put(event.customer(), state);
      Outcome outcome = handle(decider, event);
      if (i >= events && outcome.decisions().isEmpty()) {
        sums.add(bytesAt, nanosAt, writer.size());
      }
    }
  }

  /**
   * The same of one whom the job holds in memory from her last event: nothing is read or written.
   */
  private void ofHeld(Decider decider, byte[] state, Sums sums) {
    CustomerState known = null;
    for (int i = 0; i < 2 * events; i++) {
      // She is to stay typical.
      boolean fresh = i % BURST == 0;
      known = fresh ? CustomerState.read(new BlobReader(state)) : known;
      Input event = new Input.Arrived(TypicalCustomer.later(i));
      mark(0);
      mark(1);
      Outcome outcome = decider.decide(known, event);
      mark(2);
      mark(3);
      known = outcome.state();
      if (i >= events && !fresh && outcome.decisions().isEmpty()) {
        sums.add(bytesAt, nanosAt, state.length);
      }
    }
  }

  private Outcome handle(Decider decider, Event event) {
    byte[] before = states.get(event.customer());
    mark(0);
    CustomerState known = before == null ? null : reader.read(before);
    mark(1);
    Outcome outcome = decider.decide(known, new Input.Arrived(event));
    mark(2);
    writer.reset();
    outcome.state().write(writer);
    byte[] after = writer.toBytes();
    reader.giveBack(outcome.state());
    mark(3);
    states.put(event.customer(), after);
    return outcome;
  }

  private void mark(int step) {
    nanosAt[step] = System.nanoTime();
    bytesAt[step] = THREADS.getCurrentThreadAllocatedBytes();
  }

  private List<String> table(Bundle bundle) {
    List<String> table = new ArrayList<>();
    table.add(
        "| events that | of them | bytes of state | bytes allocated to read | to decide | to write"
            + " | in all | ns to read | to decide | to write | in all |");
    table.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    table.add(typical.row("trigger nothing, of a typical customer"));
    table.add(held.row("the same, of one who is held from an event a moment ago"));
    String many = String.format(Locale.ROOT, ", %,d campaigns", campaigns);
    table.add(typicalOfMany.row("trigger nothing, of a typical customer" + many));
    table.add(heldOfMany.row("the same, of one who is held" + many));
    table.add(nothing.row("trigger nothing"));
    table.add(triggering.row("are decided"));
    table.add("");
    table.add(
        String.format(
            Locale.ROOT,
            "%,d events after %,d to warm up, %,d customers. A typical customer's state: %,d"
                + " bytes.",
            events,
            warmUp,
            customers,
            TypicalCustomer.state(bundle).length));
    table.add(Machine.describe());
    return table;
  }
}
