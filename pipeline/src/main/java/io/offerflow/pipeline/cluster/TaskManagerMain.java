package io.offerflow.pipeline.cluster;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.taskexecutor.TaskExecutorResourceUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * A Flink task manager as a process of its own: the folder of {@code config.yaml}. Flink's own
 * scripts would compute the sizes of its memory first; here they are those of a local cluster.
 */
public final class TaskManagerMain {
  private TaskManagerMain() {}

  public static void main(String[] args) {
    if (args.length != 1) {
      throw new IllegalArgumentException("write the folder of config.yaml");
    }
    Configuration flink = GlobalConfiguration.loadConfiguration(args[0]);
    TaskManagerRunner.runTaskManagerProcessSecurely(
        TaskExecutorResourceUtils.adjustForLocalExecution(flink));
  }
}
