package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.decision.Input.Joining;
import io.offerflow.decision.Input.Joining.Step;
import java.util.ArrayList;
import java.util.List;

/** What joins another id, as bytes: between tasks, and in the topic of merges. */
final class JoiningForm {
  /** The first byte; no JSON begins with it. */
  static final byte VERSION = 1;

  private JoiningForm() {}

  static byte[] write(Joining joining) {
    BlobWriter out = new BlobWriter();
    out.writeByte(VERSION);
    out.text(joining.customer());
    out.text(joining.from());
    out.text(joining.merge());
    out.signed(joining.time());
    out.signed(joining.now());
    out.unsigned(joining.path().size());
    for (Step step : joining.path()) {
      out.text(step.customer());
      out.signed(step.time());
    }
    out.unsigned(joining.state().length);
    out.raw(joining.state(), 0, joining.state().length);
    return out.toBytes();
  }

  /**
   * @throws CorruptBlobException when {@link #write} has not written that
   */
  static Joining read(byte[] bytes) {
    BlobReader in = new BlobReader(bytes);
    int version = in.readByte();
    if (version != VERSION) {
      throw new CorruptBlobException("what joins is of version " + version);
    }
    String customer = in.text();
    String from = in.text();
    String merge = in.text();
    long time = in.signed();
    long now = in.signed();
    List<Step> path = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      path.add(new Step(in.text(), in.signed()));
    }
    int length = in.count();
    int begin = in.position();
    in.skip(length);
    byte[] state = new byte[length];
    System.arraycopy(bytes, begin, state, 0, length);
    return new Joining(customer, from, merge, time, now, path, state);
  }
}
