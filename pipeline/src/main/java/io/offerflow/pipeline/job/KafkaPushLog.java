package io.offerflow.pipeline.job;

import io.offerflow.codec.PushReader;
import io.offerflow.codec.PushReader.Push;
import io.offerflow.kafka.LogEnds;
import io.offerflow.kafka.Standing;
import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The topics of offers and of decision records, as the writer's standing gives them. */
final class KafkaPushLog implements PushLog {
  private static final long serialVersionUID = 1L;

  private final String topicPrefix;

  KafkaPushLog(Topics topics) {
    this.topicPrefix = topics.prefix();
  }

  @Override
  public Tail open(JobID job, TaskInfo task) {
    return new KafkaTail(Places.of(job, task), new Topics(topicPrefix).decisions());
  }

  /**
   * @param decisions the topic of decision records, in which those for the control group count
   */
  private record KafkaTail(Standing standing, String decisions) implements Tail {

    @Override
    public LogEnds since() {
      return standing.since();
    }

    @Override
    public void read(LogEnds from, Predicate<String> customers, Consumer<Found> found) {
      standing.read(
          from,
          record -> {
            Push push = isOf(record, customers) ? push(record) : null;
            if (push != null) {
              found.accept(found(push, record));
            }
          });
    }

    /** Most records are of other tasks' customers: the key says so before anything is parsed. */
    private static boolean isOf(
        ConsumerRecord<byte[], byte[]> record, Predicate<String> customers) {
      return record.key() != null
          && record.value() != null
          && customers.test(new String(record.key(), StandardCharsets.UTF_8));
    }

    private Push push(ConsumerRecord<byte[], byte[]> record) {
      return record.topic().equals(decisions)
          ? PushReader.readControl(record.value())
          : PushReader.read(record.value());
    }

    private static Found found(Push push, ConsumerRecord<byte[], byte[]> record) {
      WrittenBy by = WrittenBy.of(record.headers());
      return new Found(push, by.run(), by.checkpoint());
    }

    @Override
    public void follow() throws IOException {
      standing.start();
    }

    @Override
    public LogEnds ends() {
      return standing.ends();
    }
  }
}
