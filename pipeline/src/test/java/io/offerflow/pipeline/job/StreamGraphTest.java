package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.event.Schema;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.workspace.Feed;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Settings;
import io.offerflow.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.runtime.partitioner.KeyGroupStreamPartitioner;
import org.junit.jupiter.api.Test;

class StreamGraphTest {

  @Test
  void everyOperatorHasAUidAndANameOfItsOwn() {
    StreamGraph graph = environment().getStreamGraph();
    assertThat(graph.getStreamNodes())
        .allSatisfy(node -> assertThat(node.getTransformationUID()).isNotBlank());
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .doesNotHaveDuplicates();
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .contains("read-events", "sort-events", "read-feed-crm", "sort-feed-crm", "decide")
        .anySatisfy(uid -> assertThat(uid).contains("offers-and-decisions"))
        .anySatisfy(uid -> assertThat(uid).contains("dead-letters"));
  }

  @Test
  void theGreatestParallelismIsFixedFromTheFirstDay() {
    JobGraph graph = environment().getStreamGraph().getJobGraph();
    assertThat(graph.getVertices())
        .filteredOn(vertex -> !vertex.getName().startsWith(OperatorNames.LEARN))
        .hasSize(5)
        .extracting(JobVertex::getMaxParallelism)
        .containsOnly(JobSettings.MAX_PARALLELISM);
  }

  @Test
  void noTypeFallsBackToReflection() {
    StreamExecutionEnvironment env = environment();
    assertThat(env.getConfiguration().get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThatThrownBy(
            () ->
                TypeInformation.of(Thread.class)
                    .createSerializer(env.getConfig().getSerializerConfig()))
        .hasMessageContaining("Generic types have been disabled");
    assertThat(env.getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getTypeSerializerOut)
        .noneMatch(KryoSerializer.class::isInstance);
  }

  @Test
  void thereIsOneShuffle() {
    long shuffles =
        environment().getStreamGraph().getStreamNodes().stream()
            .flatMap(node -> node.getInEdges().stream())
            .filter(edge -> edge.getPartitioner() instanceof KeyGroupStreamPartitioner)
            .map(edge -> edge.getTargetId())
            .distinct()
            .count();
    assertThat(shuffles).isEqualTo(1);
  }

  @Test
  void eventsMeetTwoTasksOnTheirWay() {
    JobGraph graph = job(Map.of()).environment().getStreamGraph().getJobGraph();
    assertThat(graph.getVertices())
        .extracting(JobVertex::getName)
        .satisfiesExactlyInAnyOrder(
            reading -> assertThat(reading).contains("read-events"),
            reading -> assertThat(reading).contains("read-merges"),
            deciding -> assertThat(deciding).startsWith(OperatorNames.DECIDE),
            refused -> assertThat(refused).contains("dead-letters"),
            learning -> assertThat(learning).startsWith(OperatorNames.LEARN));
  }

  @Test
  void onlyWhatComesOftenWaitsForMore() {
    Map<String, Long> waits =
        environment().getStreamGraph().getStreamNodes().stream()
            .flatMap(node -> node.getOutEdges().stream().map(edge -> Map.entry(node, edge)))
            .collect(
                Collectors.toMap(
                    edge -> edge.getKey().getTransformationUID(),
                    edge -> edge.getValue().getBufferTimeout(),
                    Math::max));
    assertThat(waits)
        .containsEntry("sort-events", 1L)
        .containsEntry("sort-feed-crm", 1L)
        .containsEntry("sort-merges", 0L)
        .containsEntry("put-aside-events", 0L)
        .containsEntry("put-aside-feed-crm", 0L)
        .containsEntry("put-aside-merges", 0L)
        .containsEntry("decide", 100L);
  }

  private static StreamExecutionEnvironment environment() {
    Feed crm =
        new Feed(
            "crm",
            "crm-updates",
            new Feed.Json(),
            "profile",
            "{/id}",
            "{/id}",
            new Feed.Fixed(Instant.EPOCH),
            false,
            Map.of(),
            Map.of());
    return job(Map.of("crm", crm)).environment();
  }

  private static OfferflowJob job(Map<String, Feed> feeds) {
    Settings settings =
        new Settings(
            "test",
            ZoneOffset.UTC,
            null,
            null,
            2000,
            Duration.ofMinutes(5).toMillis(),
            Duration.ofDays(400).toMillis(),
            Map.of());
    Workspace workspace =
        new Workspace(
            "v1",
            settings,
            Schema.builtIn(),
            List.of(),
            List.of(),
            Map.of(),
            Policy.NONE,
            feeds,
            List.of());
    JobSettings job = JobSettings.of(new Configuration());
    WorkspaceFiles files = new WorkspaceFiles(Map.of(), workspace);
    return new OfferflowJob(
        workspace,
        job,
        KafkaEndpoints.of(files, job),
        (rules, metrics, grants) -> new WaitingCore(),
        DecisionMetrics.Factory.OFF);
  }
}
