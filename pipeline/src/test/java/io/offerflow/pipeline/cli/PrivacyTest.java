package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offerflow.decision.Input;
import io.offerflow.learning.Knowledge;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.JobFixture;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobRun;
import io.offerflow.pipeline.job.RunningJob;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.pipeline.metrics.MicrometerMetrics;
import io.offerflow.stock.Resource;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a workspace that uses personal values wherever one can stand, provokes every error that is
 * known, and looks for the values in all that leaves: they reach the channels, and nothing else.
 */
class PrivacyTest {
  private static final Path GIVEN = Path.of("src/test/resources/privacy");
  private static final Secrets SECRETS = new Secrets(20_241_121);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicBoolean FAIL = new AtomicBoolean();

  @TempDir static Path folder;
  private static Path shop;
  private static Path events;
  private static Path dead;
  private static Path crm;
  private static Path log;

  @BeforeAll
  static void write() throws IOException {
    try (Stream<Path> files = Files.walk(GIVEN)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = folder.resolve(GIVEN.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.writeString(to, SECRETS.fill(Files.readString(file)));
      }
    }
    shop = folder.resolve("shop");
    events = folder.resolve("events.ndjson");
    dead = folder.resolve("dead.ndjson");
    crm = folder.resolve("crm.csv");
    log = folder.resolve("log.txt");
    ConfigurationBuilder<BuiltConfiguration> all =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    all.add(
        all.newAppender("file", "File")
            .addAttribute("fileName", log.toString())
            .add(all.newLayout("PatternLayout").addAttribute("pattern", "%p %c - %m%n%xEx")));
    all.add(all.newLogger("io.offerflow", Level.ALL));
    // Its clients tell all their settings each time that the test looks into a topic.
    all.add(all.newLogger("org.apache.kafka.clients", Level.WARN));
    all.add(all.newLogger("org.apache.kafka.common", Level.WARN));
    all.add(all.newRootLogger(Level.INFO).add(all.newAppenderRef("file")));
    Configurator.reconfigure(all.build());
  }

  @AfterAll
  static void nothingWasLogged() throws IOException {
    Configurator.reconfigure();
    assertThat(SECRETS.in(Files.readString(log))).isEmpty();
  }

  /** Fails once, with what it was called with in the message, as careless code would. */
  private record Failing(Core core) implements Core {
    @Override
    public Held read(byte[] state) {
      return core.read(state);
    }

    @Override
    public Answer handle(Held state, Input input) {
      if (FAIL.compareAndSet(true, false)) {
        throw new IllegalStateException("failed on purpose: " + input);
      }
      return core.handle(state, input);
    }

    @Override
    public void use(Knowledge knowledge) {
      core.use(knowledge);
    }

    @Override
    public SortedMap<Resource, Long> sizes() {
      return core.sizes();
    }

    @Override
    public boolean recordsNone(String customer) {
      return core.recordsNone(customer);
    }

    @Override
    public long timing() {
      return core.timing();
    }

    @Override
    public void close() {
      core.close();
    }
  }

  @Test
  void theJobTellsThemToTheChannelsAlone() throws Exception {
    WorkspaceFiles workspace = WorkspaceFiles.of(WorkspaceReader.read(shop).files());
    Core.Factory core = Core.Factory.DECIDING;
    String scraped;
    FAIL.set(true);
    try (JobFixture fixture = JobFixture.start(folder)) {
      JobRun run =
          fixture.run(
              workspace,
              (rules, metrics, grants) -> new Failing(core.open(rules, metrics, grants)));
      run.measuredBy(MicrometerMetrics.factory(0)).createTopic("shelf");
      Configuration config = run.configuration(2);
      config.set(JobOptions.LEARNING_INTERVAL, Duration.ofMillis(100));
      RunningJob job = run.start(config, null);
      List<String> lines = Files.readAllLines(events);
      send(run, lines.subList(0, 3));
      JobRun.await("a decision", () -> !written(run).isEmpty());
      for (String line : Files.readAllLines(dead)) {
        run.send(run.topics().events(), "c-1", line);
      }
      run.send(run.topics().events(), "c-1", ahead());
      for (String line : Files.readAllLines(folder.resolve("shelf.ndjson"))) {
        run.send("shelf", "c-3", line);
      }
      send(run, lines.subList(3, lines.size()));
      awaitAll(run);
      scraped = scrape(MicrometerMetrics.port().orElseThrow());
      // Its failure started it anew, and no savepoint is taken before the last task runs again.
      job.awaitRunning();
      job.stop(folder.resolve("savepoints"), true);
      assertThat(FAIL).isFalse();
      checkTopics(run);
    }
    assertThat(scraped).contains("offerflow_dead_letters", "offerflow_unmatched_responses");
    assertThat(SECRETS.in(scraped)).isEmpty();
    String logged = Files.readString(log);
    assertThat(logged).contains("failed on purpose");
    assertThat(SECRETS.in(logged)).isEmpty();
  }

  private static void checkTopics(JobRun run) throws Exception {
    Set<String> quiet = new TreeSet<>(run.written());
    Set<String> telling = new TreeSet<>(Set.of(run.topics().events(), run.topics().answers()));
    telling.add(run.topics().merges());
    telling.add(run.topics().offers("sms"));
    telling.add(run.topics().offers("push"));
    assertThat(quiet).containsAll(telling).contains(run.topics().models());
    quiet.removeAll(telling);
    quiet.remove(run.topics().deadLetters());
    for (String topic : quiet) {
      assertThat(SECRETS.in(everything(run, topic))).as(topic).isEmpty();
    }
    for (String topic : telling) {
      assertThat(everything(run, topic)).as(topic).contains(SECRETS.get("name"));
    }
    assertThat(everything(run, run.topics().offers("sms")))
        .contains(SECRETS.fill("\"to\":\"$msisdn$\""), SECRETS.fill("$page$ at $price$"))
        .contains(SECRETS.fill("$peer$ by $device$, $peer$"), SECRETS.fill("$lat$ $lon$"));
    assertThat(everything(run, run.topics().decisions()))
        .contains("\"result\":\"content\"", "\"result\":\"suppressed\"", "\"answered\"")
        .contains("customer.name contains event.page: was ", "***");
    checkReasons(run.deadLetters());
  }

  private static String everything(JobRun run, String topic) {
    StringBuilder all = new StringBuilder();
    for (ConsumerRecord<byte[], byte[]> written : run.read(topic)) {
      all.append(text(written.key())).append(' ').append(text(written.value())).append('\n');
      written.headers().forEach(header -> all.append(header.key()).append(text(header.value())));
    }
    return all.toString();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  /** The original bytes hold them, and nothing else of a dead letter does. */
  private static void checkReasons(List<String> letters) throws IOException {
    assertThat(letters).hasSizeGreaterThan(20).anyMatch(letter -> !SECRETS.in(letter).isEmpty());
    Set<String> reasons = new TreeSet<>();
    for (String letter : letters) {
      ObjectNode rest = (ObjectNode) JSON.readTree(letter);
      reasons.add(rest.get("reason").asText());
      rest.remove(List.of("original", "original64"));
      assertThat(SECRETS.in(rest.toString())).isEmpty();
    }
    assertThat(reasons).hasSizeGreaterThan(15);
  }

  private static void send(JobRun run, List<String> lines) throws IOException {
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      run.send(run.topics().events(), event.get("customer").asText(), line);
    }
  }

  private static String ahead() {
    return SECRETS.fill(
        "{\"id\":\"d-0\",\"type\":\"app_view\",\"customer\":\"c-1\",\"page\":\"$page$\","
            + "\"time\":\"2999-01-01T00:00:00Z\"}");
  }

  /** Until every event that replay decides on is decided on, and what it sets aside is aside. */
  private static void awaitAll(JobRun run) throws IOException {
    Path decisions = folder.resolve("by-events.ndjson");
    Path letters = folder.resolve("aside.ndjson");
    Object[] replay = {
      "replay",
      shop,
      "--events",
      events,
      dead,
      "shelf=" + folder.resolve("shelf.ndjson"),
      "--decisions",
      decisions,
      "--dead-letters",
      letters
    };
    assertThat(offerflow(replay).exitCode()).isZero();
    Set<String> causes = causes(Files.readAllLines(decisions));
    assertThat(causes).hasSizeGreaterThan(5);
    JobRun.await("decisions on " + causes, () -> causes(written(run)).containsAll(causes));
    // What is ahead of its time is so for the job alone.
    int aside = Files.readAllLines(letters).size() + 1;
    JobRun.await(aside + " dead letters", () -> run.deadLetters().size() >= aside);
  }

  /**
   * What was decided before the failure may be told otherwise after it: more was learned by then.
   */
  private static List<String> written(JobRun run) {
    return run.read(run.topics().decisions()).stream().map(made -> text(made.value())).toList();
  }

  /** The events that were decided on when they came; timers fire when they are due. */
  private static Set<String> causes(Collection<String> decisions) throws IOException {
    Set<String> causes = new TreeSet<>();
    for (String decision : decisions) {
      String event = JSON.readTree(decision).path("cause").path("event").asText();
      if (!event.isEmpty()) {
        causes.add(event);
      }
    }
    return causes;
  }

  private static String scrape(int port) throws IOException, InterruptedException {
    URI page = URI.create("http://localhost:" + port + "/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void noCommandShowsThem() throws IOException {
    // Of the tests one file is faulty, so that both have something to say of what stands in it.
    for (String command : List.of("validate", "test")) {
      assertThat(offerflow(command, shop).exitCode()).isEqualTo(Stop.INPUT);
    }
    offerflow("validate", shop, "--json");
    offerflow("validate", shop, "--drl");
    for (String customer : List.of("c-1", "c-2", "c-4")) {
      explain(customer);
      explain(customer, "--json");
    }
    // One for each moment: why an event was none is told in words of its own.
    List<String> moments = List.of("where", "met", "met-other", "missed", "arrives", "stays");
    for (String campaign : moments) {
      explain("c-1", "--campaign", campaign);
    }
    for (String campaign : List.of("rich", "spends", "answered", "agent")) {
      explain("c-1", "--campaign", campaign, "--json");
    }
  }

  private static void explain(String customer, String... more) {
    List<Object> words = new ArrayList<>(List.of("explain", shop));
    words.addAll(List.of("--events", events, dead, "crm=" + crm, "--customer", customer));
    words.addAll(List.of(more));
    assertThat(offerflow(words.toArray()).exitCode()).isZero();
  }

  @Test
  void replayAndReportTellThemToTheChannelsAlone() throws IOException {
    Path decisions = folder.resolve("decisions.ndjson");
    Path offers = folder.resolve("offers.ndjson");
    Path answers = folder.resolve("answers.ndjson");
    Path letters = folder.resolve("letters.ndjson");
    List<Object> words = new ArrayList<>(List.of("replay", shop, "--events", events, dead));
    words.addAll(List.of("crm=" + crm, "--decisions", decisions, "--offers", offers));
    words.addAll(List.of("--answers", answers, "--dead-letters", letters));
    assertThat(offerflow(words.toArray()).exitCode()).isZero();
    assertThat(SECRETS.in(Files.readString(decisions))).isEmpty();
    assertThat(SECRETS.in(Files.readString(offers))).isNotEmpty();
    assertThat(SECRETS.in(Files.readString(answers))).isNotEmpty();
    checkReasons(Files.readAllLines(letters));
    Path page = folder.resolve("report.html");
    Object[] report = {
      "report", shop, "--decisions", decisions, "--events", events, dead, "--out", page, "--json"
    };
    assertThat(offerflow(report).exitCode()).isZero();
    assertThat(SECRETS.in(Files.readString(page))).isEmpty();
  }

  @Test
  void aFileWithoutItsHeaderIsNotReadOut() throws IOException {
    Path headless = folder.resolve("headless.csv");
    Files.writeString(headless, SECRETS.fill("c-4,$name$,$name$,$born$,\"$page$\n"));
    offerflow("replay", shop, "--events", "crm=" + headless);
    Files.writeString(headless, SECRETS.fill("c-4,$name$,$name$,$born$,$page$\nc-4,a,1,2,3\n"));
    Ran ran = offerflow("replay", shop, "--events", "crm=" + headless);
    assertThat(ran.exitCode()).isNotZero();
    assertThat(ran.err()).contains("there is no column");
  }

  /** Runs a command; what it says holds no personal value. */
  private static Ran offerflow(Object... words) {
    Ran ran = Ran.offerflow(words);
    assertThat(SECRETS.in(ran.out() + ran.err())).as(words[0].toString()).isEmpty();
    return ran;
  }
}
