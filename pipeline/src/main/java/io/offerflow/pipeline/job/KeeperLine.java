package io.offerflow.pipeline.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.streaming.api.operators.collect.CollectCoordinationResponse;
import org.apache.flink.util.InstantiationUtil;

/**
 * What is said to one attempt of a task, in order, nothing lost and nothing twice: it is kept until
 * the task says that it has heard it.
 */
final class KeeperLine {
  private final int attempt;
  private final Deque<StockMessage> said = new ArrayDeque<>();
  private long first;
  private CompletableFuture<CoordinationResponse> listener;

  KeeperLine(int attempt) {
    this.attempt = attempt;
  }

  int attempt() {
    return attempt;
  }

  void say(StockMessage message) {
    said.add(message);
    answer();
  }

  /**
   * The task listens.
   *
   * @param heard how many messages it has heard
   */
  CompletableFuture<CoordinationResponse> listen(long heard) {
    close();
    while (first < heard && !said.isEmpty()) {
      said.remove();
      first++;
    }
    listener = new CompletableFuture<>();
    CompletableFuture<CoordinationResponse> listening = listener;
    answer();
    return listening;
  }

  private void answer() {
    if (listener != null && !said.isEmpty()) {
      listener.complete(response(first, said));
      listener = null;
    }
  }

  /** Whoever still listens hears nothing. */
  void close() {
    if (listener != null) {
      listener.complete(nothing());
      listener = null;
    }
  }

  static CoordinationResponse nothing() {
    return response(0, List.of());
  }

  /**
   * A class of Flink's own that carries bytes: it reads an answer with its own class loader, which
   * need not know the job's classes.
   */
  private static CoordinationResponse response(long first, Iterable<StockMessage> messages) {
    List<byte[]> bytes = new ArrayList<>();
    try {
      for (StockMessage message : messages) {
        DataOutputSerializer out = new DataOutputSerializer(256);
        byte[] serialized = InstantiationUtil.serializeObject(message);
        BytePrimitiveArraySerializer.INSTANCE.serialize(serialized, out);
        bytes.add(out.getCopyOfBuffer());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CollectCoordinationResponse("", first, bytes);
  }

  /**
   * What an answer says.
   *
   * @param first the number of the first message
   */
  record Said(long first, List<StockMessage> messages) {
    static Said of(CoordinationResponse response) throws IOException, ClassNotFoundException {
      CollectCoordinationResponse answer = (CollectCoordinationResponse) response;
      List<StockMessage> messages = new ArrayList<>();
      ClassLoader loader = StockMessage.class.getClassLoader();
      for (byte[] bytes : answer.getResults(BytePrimitiveArraySerializer.INSTANCE)) {
        messages.add(InstantiationUtil.deserializeObject(bytes, loader));
      }
      return new Said(answer.getLastCheckpointedOffset(), messages);
    }
  }
}
