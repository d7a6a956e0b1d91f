package io.offerflow.pipeline.demo;

/** Shows how things stand while the demonstration runs. */
public interface Screen extends AutoCloseable {
  void show(Snapshot snapshot);

  @Override
  default void close() {}
}
