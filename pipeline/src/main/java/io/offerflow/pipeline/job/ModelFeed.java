package io.offerflow.pipeline.job;

import io.offerflow.learning.Model;
import java.io.IOException;
import java.io.Serializable;

/** Where a subtask hears of new versions of what is known. */
@FunctionalInterface
public interface ModelFeed extends Serializable {
  /** Nobody publishes any. */
  ModelFeed NONE =
      () ->
          new Following() {
            @Override
            public Model latest() {
              return Model.EMPTY;
            }

            @Override
            public void close() {}
          };

  /** Returns once the newest version of now is known. */
  Following open() throws IOException;

  /** One subtask's view of it. */
  interface Following extends AutoCloseable {
    /** A reference that changes when a new version was heard of; never waits. */
    Model latest();

    @Override
    void close();
  }
}
