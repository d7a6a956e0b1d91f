package io.offerflow.pipeline.job;

import io.offerflow.codec.PushReader;
import io.offerflow.codec.PushReader.Push;
import io.offerflow.kafka.LogEnds;
import io.offerflow.kafka.Standing;
import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The topics of offers and of decision records, as the writer's standing gives them. */
final class KafkaPushLog implements PushLog {
  private static final long serialVersionUID = 1L;

  /**
   * Who wrote a record, and the last checkpoint that its task had saved its state for: eight bytes
   * each.
   */
  static final String HEADER = "offerflow-checkpoint";

  private final String topicPrefix;

  KafkaPushLog(Topics topics) {
    this.topicPrefix = topics.prefix();
  }

  static byte[] header(long run, long checkpoint) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(run).putLong(checkpoint).array();
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
      Header header = record.headers().lastHeader(HEADER);
      if (header == null || header.value().length != 2 * Long.BYTES) {
        return new Found(push, 0, 0);
      }
      ByteBuffer both = ByteBuffer.wrap(header.value());
      return new Found(push, both.getLong(), both.getLong());
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
