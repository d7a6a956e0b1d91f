package io.offerflow.pipeline.job;

import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/** Where a process hears of what is to run. */
public interface RulesFeed extends Serializable {
  /** Nobody ever deploys anything. */
  RulesFeed NONE =
      new RulesFeed() {
        private static final long serialVersionUID = 1L;

        @Override
        public String name() {
          return "";
        }

        @Override
        public AutoCloseable open(Listener listener) {
          return () -> {};
        }
      };

  /** Feeds of one name say the same: a process follows one of them. Empty for {@link #NONE}. */
  String name();

  /**
   * Begins to follow it; the newest of now is told at once.
   *
   * @return what ends it
   */
  AutoCloseable open(Listener listener) throws IOException;

  /**
   * Makes what a job that decides by these rules writes to.
   *
   * @throws IOException saying in one sentence what is in the way
   */
  default void provide(Workspace workspace) throws IOException {}

  /** What was deployed with that number; empty where that is not known any more. */
  default Optional<Deployment> find(long number) throws IOException {
    return Optional.empty();
  }

  /** Is told by any thread, in order, never by two at once. */
  interface Listener {
    /** That is to run from now on, unless something with a greater number is. */
    void deployed(Deployment deployment);

    /** Something was deployed that cannot be believed, or is not there. */
    void failed(String what, String why);
  }
}
