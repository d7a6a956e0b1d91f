package io.offerflow.pipeline.job;

import io.offerflow.decision.Bundle;
import java.util.HashMap;
import java.util.Map;

/**
 * The bundles that this JVM's subtasks decide by: each version is compiled once, by whichever
 * subtask comes first while the others wait, and let go when the last one closes. Compiling takes
 * seconds and a copy of its own would cost every subtask the memory of all rules.
 *
 * <p>The table belongs to the class loader that loaded this class. Under a loader per job it goes
 * with the job; nothing outside refers to it.
 */
final class CompiledRules {
  private static final Map<String, Shared> BY_VERSION = new HashMap<>();

  private CompiledRules() {}

  static Lease lease(WorkspaceFiles files) {
    Shared shared;
    synchronized (BY_VERSION) {
      shared = BY_VERSION.computeIfAbsent(files.version(), version -> new Shared());
      shared.users++;
    }
    try {
      return new Lease(files.version(), shared.compile(files));
    } catch (RuntimeException | Error failure) {
      release(files.version());
      throw failure;
    }
  }

  /** How many versions are in use; for tests. */
  static int size() {
    synchronized (BY_VERSION) {
      return BY_VERSION.size();
    }
  }

  private static void release(String version) {
    synchronized (BY_VERSION) {
      Shared shared = BY_VERSION.get(version);
      if (--shared.users == 0) {
        BY_VERSION.remove(version);
      }
    }
  }

  /** One version and how many hold it. */
  private static final class Shared {
    private int users;
    private Bundle bundle;

    /**
     * Compiles under the loader of this class: Drools looks for classes through the thread's own,
     * which in a task manager need not know them.
     */
    synchronized Bundle compile(WorkspaceFiles files) {
      if (bundle == null) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(CompiledRules.class.getClassLoader());
        try {
          bundle = Bundle.of(files.workspace());
        } finally {
          thread.setContextClassLoader(before);
        }
      }
      return bundle;
    }
  }

  /** The right to use a bundle until it is closed. */
  static final class Lease implements AutoCloseable {
    private final String version;
    private final Bundle bundle;
    private boolean closed;

    private Lease(String version, Bundle bundle) {
      this.version = version;
      this.bundle = bundle;
    }

    Bundle bundle() {
      return bundle;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release(version);
      }
    }
  }
}
