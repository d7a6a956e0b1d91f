package io.offerflow.benchmarks;

import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Schema;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One event out of the bytes of its Kafka record; types mixed as in the town. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
  private static final int EVENTS = 4096;
  private static final long AHEAD = TimeUnit.MINUTES.toMillis(5);

  private final byte[][] records = new byte[EVENTS][];
  private EventDecoder decoder;
  private int next;

  @Setup
  public void setUp() {
    Schema schema = Schema.builtIn();
    Town town = new Town(schema, 1000, Town.SEED);
    for (int i = 0; i < EVENTS; i++) {
      records[i] = EventEncoder.encode(town.next());
    }
    decoder = new EventDecoder(schema, AHEAD);
    for (byte[] record : records) {
      if (!(decoder.decode(record, EventDecoder.NO_TIMESTAMP) instanceof Decoded.Good)) {
        throw new IllegalStateException("the town wrote what is no event");
      }
    }
  }

  @Benchmark
  public Decoded decode() {
    next = (next + 1) & (EVENTS - 1);
    return decoder.decode(records[next], EventDecoder.NO_TIMESTAMP);
  }
}
