package io.offerflow.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * A line of the register of writers.
 *
 * @param producer the id that the broker knows it by
 * @param task the place of its task among {@code tasks}, from 0
 * @param restored whether its job went on from a checkpoint
 * @param ends where the topics ended when it came
 * @param alone whether by now all that it must not share its customers with are shut out
 */
record Writer(long producer, int task, int tasks, boolean restored, LogEnds ends, boolean alone) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Writer nowAlone() {
    return new Writer(producer, task, tasks, restored, ends, true);
  }

  /**
   * Whether the two may not both write: they have customers in common. Two places of one
   * parallelism have none.
   */
  boolean rivals(Writer other) {
    if (tasks == other.tasks) {
      return task == other.task && producer != other.producer;
    }
    return (long) task * other.tasks < (other.task + 1L) * tasks
        && (long) other.task * tasks < (task + 1L) * other.tasks;
  }

  /** The register keeps the newest line of a key, and one of each for some days. */
  String key() {
    return task + "/" + tasks;
  }

  byte[] toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("v", 1).put("producer", producer).put("task", task).put("tasks", tasks);
    json.put("restored", restored).put("alone", alone);
    ObjectNode topics = json.putObject("ends");
    ends.forEach(
        (partition, end) ->
            topics.withObject("/" + partition.topic()).put("" + partition.partition(), end));
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null when the bytes are no line of the register. */
  static Writer read(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      Map<TopicPartition, Long> ends = new HashMap<>();
      json.required("ends")
          .properties()
          .forEach(
              topic ->
                  topic
                      .getValue()
                      .properties()
                      .forEach(
                          end ->
                              ends.put(
                                  new TopicPartition(
                                      topic.getKey(), Integer.parseInt(end.getKey())),
                                  end.getValue().longValue())));
      return new Writer(
          json.required("producer").longValue(),
          json.required("task").intValue(),
          json.required("tasks").intValue(),
          json.required("restored").booleanValue(),
          LogEnds.of(ends),
          json.required("alone").booleanValue());
    } catch (IOException | RuntimeException notALine) {
      return null;
    }
  }
}
