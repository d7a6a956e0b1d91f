package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleCodec;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.WorkspaceReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy bundles rollback pause resume}, against a broker. */
class DeployCommandsTest {
  private static final String CAMPAIGN =
      """
      campaign: %s
      class: sales
      when: {event: purchase}
      if:
        - event.amount > %d
      offer: bonus
      channels: [sms]
      """;

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void featuresAreFilledOnDemand() throws IOException {
    Path shop = workspace("filled", 100);
    assertThat(on("fill", "deploy", shop, "--yes", "--backfill").err())
        .contains("there is nothing to fill", "is in force (activation 1)");
    write(shop, "features.yaml", "spend_7d: {sum: purchase.amount, last: 7d}\n");
    Ran filled = on("fill", "deploy", shop, "--yes", "--backfill");
    assertThat(filled.exitCode()).as(filled.err()).isZero();
    assertThat(filled.out())
        .contains("  feature spend_7d is filled from all events that ever came in\n");
    assertThat(filled.err()).contains("is in force once its features are filled (activation 2)");
  }

  @Test
  void rulesAreDeployedListedAndRolledBack() throws IOException {
    Path shop = workspace("shop", 100);
    Ran first = on("life", "deploy", shop, "--yes", "--author", "ann");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).isEqualTo("the first bundle: 1 campaign, 1 offer, 0 features\n");
    String version = version(shop);
    assertThat(first.err())
        .contains("1 test passed", "bundle " + version + " is in force (activation 1)");

    Ran again = on("life", "deploy", shop, "--yes", "--json");
    assertThat(again.exitCode()).isZero();
    assertThat(again.err()).contains("is in force already: nothing to deploy");
    assertThat(json(again).get("deployed").booleanValue()).isFalse();

    write(shop, "campaigns/large.yaml", CAMPAIGN.formatted("large", 50));
    write(shop, "campaigns/other.yaml", CAMPAIGN.formatted("other", 500));
    write(shop, "features.yaml", "spend_7d: {sum: purchase.amount, last: 7d}\n");
    Ran second = on("life", "deploy", shop, "--yes", "--author", "bob");
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.out())
        .isEqualTo(
            """
            features
              + spend_7d
            campaigns
              + other
              ~ large: if
            state
              feature spend_7d starts empty: right in 7d
            """);

    Ran back = on("life", "rollback", version.substring(0, 6), "--author", "ann");
    assertThat(back.exitCode()).as(back.err()).isZero();
    assertThat(back.out()).contains("  - other", "  ~ large: if");
    assertThat(back.err()).contains("bundle " + version + " is in force (activation 3)");
    assertThat(on("life", "rollback", version).err()).contains("is in force already");
    assertThat(on("life", "rollback", "nope"))
        .isEqualTo(
            new Ran(
                1,
                "",
                "offerflow rollback: no version nope was deployed; `offerflow bundles` lists"
                    + " them.\n"));

    Ran list = on("life", "bundles");
    assertThat(list.exitCode()).isZero();
    assertThat(list.out().lines().map(line -> line.replaceAll("20\\d\\d-\\S+Z", "TIME")))
        .satisfiesExactly(
            line -> assertThat(line).matches(" +number +version +time +reason +author +paused"),
            line ->
                assertThat(line).matches("\\* +3 +" + version.substring(0, 12) + ".*rollback +ann"),
            line -> assertThat(line).matches(" +2 +[0-9a-f]{12} +TIME +deploy +bob"),
            line -> assertThat(line).matches(" +1 +[0-9a-f]{12} +TIME +deploy +ann"));
    JsonNode newest = json(on("life", "bundles", "--json")).get("bundles").get(0);
    assertThat(newest.get("version").textValue()).isEqualTo(version);
    assertThat(newest.get("active").booleanValue()).isTrue();
    assertThat(newest.get("parent").intValue()).isEqualTo(2);
  }

  @Test
  void aPausedCampaignStaysPausedAndIsExportedAsItRan() throws IOException {
    Path shop = workspace("paused", 100);
    write(shop, "campaigns/flow.yaml", flow("flow"));
    on("pause", "deploy", shop, "--yes");

    assertThat(on("pause", "pause", "lrge"))
        .isEqualTo(
            new Ran(
                1,
                "",
                "offerflow pause: bundle "
                    + version(shop).substring(0, 12)
                    + " has no campaign lrge; did you mean `large`?\n"));
    assertThat(on("pause", "pause", "large").err())
        .isEqualTo("campaign large is paused (activation 2)\n");
    assertThat(on("pause", "pause", "flow").err())
        .isEqualTo("campaign flow is paused (activation 3)\n");
    assertThat(on("pause", "pause", "flow").err()).isEqualTo("campaign flow is paused already\n");

    String before = version(shop);
    write(shop, "campaigns/large.yaml", CAMPAIGN.formatted("large", 60));
    assertThat(on("pause", "deploy", shop, "--yes").out()).contains("still paused: flow, large");
    Path exported = folder.resolve("exported");
    Ran ran = on("pause", "bundles", "--export", exported);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(WorkspaceReader.read(exported).workspace().campaigns())
        .allMatch(Campaign::paused)
        .extracting(Campaign::id)
        .containsExactly("flow", "large");
    assertThat(on("pause", "bundles", "--export", exported).err()).contains("is not empty");

    Path plain = folder.resolve("plain");
    on("pause", "bundles", "--export", plain, "--bundle", version(shop));
    assertThat(on("pause", "resume", "large").err())
        .isEqualTo("campaign large goes on (activation 5)\n");
    assertThat(on("pause", "resume", "large").err()).isEqualTo("campaign large is not paused\n");
    assertThat(on("pause", "bundles").out().lines().skip(1).findFirst().orElseThrow())
        .endsWith("  flow");
    // A job may have decided by it while the newer rules were being compiled.
    String between = Activation.bundleName(before, new TreeSet<>(Set.of("flow")));
    Path meanwhile = folder.resolve("meanwhile");
    on("pause", "bundles", "--export", meanwhile, "--bundle", between);
    assertThat(WorkspaceReader.read(meanwhile).workspace().campaigns())
        .filteredOn(Campaign::paused)
        .extracting(Campaign::id)
        .containsExactly("flow");
  }

  @Test
  void whatIsWrongIsNotDeployed() throws IOException {
    Path shop = workspace("wrong", 100);
    write(shop, "campaigns/large.yaml", CAMPAIGN.formatted("large", 100).replace("bonus", "bnus"));
    Ran invalid = on("wrong", "deploy", shop, "--yes");
    assertThat(invalid.exitCode()).isEqualTo(1);
    assertThat(invalid.err()).contains("campaigns/large.yaml:6:8: ", "1 error; not deployed");

    write(shop, "campaigns/large.yaml", CAMPAIGN.formatted("large", 1_000));
    Ran failing = on("wrong", "deploy", shop, "--yes");
    assertThat(failing.exitCode()).isEqualTo(1);
    assertThat(failing.err()).contains("FAILED  large purchases", "1 test of", "not deployed");

    Ran nobody = on("wrong", "deploy", shop);
    assertThat(nobody.exitCode()).isEqualTo(2);
    assertThat(nobody.err()).contains("there is no terminal to ask on: write --yes");
    assertThat(on("wrong", "bundles").err()).contains("there is no topic wrong.bundles at");
    assertThat(Ran.offerflow("deploy", shop, "--yes").err()).contains("--kafka HOST:PORT");
  }

  @Test
  void whoIsAskedMaySayNo() throws IOException {
    Path shop = workspace("asked", 100);

    assertThat(answering("\n", "asked", shop).err()).contains("(y/N)", "nothing was deployed");
    assertThat(on("asked", "bundles").err()).isEqualTo("nothing is deployed yet\n");
    assertThat(on("asked", "pause", "large").err()).contains("nothing is deployed yet");
    assertThat(answering("y\n", "asked", shop).exitCode()).isZero();
    assertThat(on("asked", "bundles").out()).contains("* ");
  }

  @Test
  void whereTheTopicWasLostNumbersGoOnBehindTheJobs() throws IOException {
    Path shop = workspace("lost", 100);

    assertThat(on("lost", "deploy", shop, "--yes", "--after", "41").err())
        .contains("(activation 42)");
    assertThat(on("lost", "pause", "large").err()).contains("(activation 43)");
  }

  @Test
  void whatChangesIsToldToProgramsByItsMembersAlone() throws IOException {
    Path shop = workspace("told", 100);
    on("told", "deploy", shop, "--yes");
    write(shop, "campaigns/large.yaml", CAMPAIGN.formatted("large", 50));

    JsonNode told = json(on("told", "deploy", shop, "--yes", "--json"));
    assertThat(told.get("changes"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    [{"kind": "campaigns", "added": [], "removed": [],
                      "changed": {"large": ["if"]}}]
                    """));
    assertThat(told.fieldNames())
        .toIterable()
        .containsExactly("deployed", "number", "version", "bundle", "changes", "state", "restart");
  }

  @Test
  void nobodyWritesALineOfTheListThatIsNotHers() throws IOException {
    Path shop = workspace("list", 100);
    for (String name : List.of("ann\n* 9  deploy", " ", "\u001b[2K")) {
      Ran ran = on("list", "deploy", shop, "--yes", "--author", name);
      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err()).contains("--author wants a name in one line");
    }
    on("list", "deploy", shop, "--yes");
    // Whoever can write to the topic need not have used the command.
    JobSettings settings =
        JobSettings.of(
            new Configuration()
                .set(JobOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers())
                .set(JobOptions.TOPIC_PREFIX, "list"));
    BundleTopic topic =
        new BundleTopic(
            settings.kafka(),
            settings.topics().bundles(),
            new BundleCodec(KeyFiles.trusted(settings)));
    new Deployments(topic, topic.read())
        .activate(version(shop), new TreeSet<>(), "bob\n*  9", Activation.Reason.DEPLOY);

    assertThat(on("list", "bundles").out().lines()).hasSize(3);
    assertThat(on("list", "bundles").out()).contains("bob\\u000a*  9");
    Ran nothing = on("list", "rollback", "");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("VERSION is empty");
  }

  @Test
  void whatARunningJobCannotTakeOverIsRefusedByName() throws IOException {
    Path shop = workspace("restart", 100);
    on("restart", "deploy", shop, "--yes");
    Files.writeString(shop.resolve("workspace.yaml"), "disorder: 5s\n", StandardOpenOption.APPEND);

    Ran refused = on("restart", "deploy", shop, "--yes");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("needs a restart: `disorder` in workspace.yaml changes");
    assertThat(on("restart", "deploy", shop, "--yes", "--restart").exitCode()).isZero();
  }

  @Test
  void whereKeysAreTrustedOnlyTheirOwnersDeploy() throws Exception {
    Path shop = workspace("signed", 100);
    KeyPair ann = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path publicKey = pem("ann.pub.pem", "PUBLIC KEY", ann.getPublic().getEncoded());
    Path privateKey = pem("ann.pem", "PRIVATE KEY", ann.getPrivate().getEncoded());
    String trusting = "offerflow.bundles.public-keys=" + publicKey;

    Ran unsigned = on("signed", "deploy", shop, "--yes", "--set", trusting);
    assertThat(unsigned.exitCode()).isEqualTo(3);
    assertThat(unsigned.err()).contains("counts for nothing: it is not signed");
    Ran signed = on("signed", "deploy", shop, "--yes", "--set", trusting, "--key", privateKey);
    assertThat(signed.exitCode()).as(signed.err()).isZero();
    assertThat(signed.err()).contains("chmod 600");
    Ran unnoticed = on("signed", "pause", "large");
    assertThat(unnoticed.exitCode()).as("by who checks nothing").isZero();
    assertThat(unnoticed.err()).startsWith("warning: what is in force is signed, and this is not");

    Ran list = on("signed", "bundles", "--set", trusting);
    assertThat(list.out().lines()).hasSize(2);
    assertThat(list.err())
        .isEqualTo("warning: the record at offset 2 counts for nothing: it is not signed\n");
    assertThat(on("signed", "bundles", "--set", "offerflow.bundles.public-keys=" + shop).err())
        .contains("there is no file " + shop);
  }

  private static Ran on(String prefix, Object... command) {
    List<Object> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--kafka", broker.bootstrapServers(), "--prefix", prefix));
    return Ran.offerflow(words.toArray());
  }

  private static Ran answering(String answer, String prefix, Path shop) {
    InputStream before = System.in;
    System.setProperty("offerflow.asks", "true");
    System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    try {
      return on(prefix, "deploy", shop);
    } finally {
      System.setIn(before);
      System.clearProperty("offerflow.asks");
    }
  }

  private static JsonNode json(Ran ran) throws IOException {
    return new ObjectMapper().readTree(ran.out());
  }

  private static String version(Path shop) {
    return WorkspaceReader.read(shop).workspace().version();
  }

  private static String flow(String id) {
    return "# in braces\n{campaign: "
        + id
        + ", class: sales, when: {event: purchase}, if: [event.amount > 700], offer: bonus,"
        + " channels: [sms]}\n";
  }

  private static Path workspace(String name, int amount) throws IOException {
    Path shop = folder.resolve(name);
    Map<String, String> files =
        Map.of(
            "workspace.yaml",
            """
            offerflow: 1
            name: shop
            timezone: UTC
            language: en
            channels:
              sms: {address: customer}
            """,
            "policy.yaml",
            "classes: {sales: {}}\nconsent: {sms: opt-out}\n",
            "offers.yaml",
            """
            bonus:
              value: 10
              start propensity: 0.1
              content: {sms: {en: "A bonus for you"}}
            """,
            "campaigns/large.yaml",
            CAMPAIGN.formatted("large", amount),
            "tests/large.yaml",
            """
            test: large purchases
            steps:
              - {at: "2026-11-21T10:00:00Z", customer: c, purchase: {amount: 150}, expect: {offer: bonus}}
            """);
    for (Map.Entry<String, String> file : files.entrySet()) {
      write(shop, file.getKey(), file.getValue());
    }
    return shop;
  }

  private static void write(Path shop, String file, String text) throws IOException {
    Files.createDirectories(shop.resolve(file).getParent());
    Files.writeString(shop.resolve(file), text);
  }

  private static Path pem(String name, String what, byte[] key) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }
}
