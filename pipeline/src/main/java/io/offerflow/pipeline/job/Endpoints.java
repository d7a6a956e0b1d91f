package io.offerflow.pipeline.job;

import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;

/** Where the job reads from and writes to. */
public interface Endpoints {

  /** At least one. */
  List<Inlet> inlets();

  /** What the job decides by, and reads by. */
  JobRules rules();

  /** Takes offers and decision records; each says its topic. */
  Sink<Outgoing> decisions();

  /** Takes versions of what was learned. */
  default Sink<Outgoing> versions() {
    return decisions();
  }

  /** Versions of what was learned, as {@link #versions} has taken them. */
  default ModelFeed models() {
    return ModelFeed.NONE;
  }

  /** What came in by the inlets before. */
  default PastEvents past() {
    return PastEvents.NONE;
  }

  /** Takes dead letters. */
  Sink<Outgoing> deadLetters();

  /** The pushes that {@link #decisions} has taken. */
  default PushLog pushes() {
    return PushLog.NONE;
  }

  /** Whether what the inlets bring can be heard. */
  default Reach reach() {
    return Reach.ALWAYS;
  }

  /**
   * A feed.
   *
   * @param name unique; part of the source's uid, so a renamed one starts anew
   * @param clock whether its events move the stream's clock
   */
  record Inlet(String name, Source<Intake, ?, ?> source, boolean clock) {
    public Inlet(String name, Source<Intake, ?, ?> source) {
      this(name, source, true);
    }
  }
}
