package io.offerflow.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.bundle.Activation.Reason;
import io.offerflow.kafka.SharedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BundleTopicTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  @RegisterExtension static final SharedBroker BROKER = new SharedBroker();
  @TempDir static Path temp;

  @Test
  void whatIsDeployedIsReadAndFollowed() throws Exception {
    BundleTopic topic = topic("one");
    PublishedBundle bundle = bundle(1);
    assertThat(topic.read().inForce()).isEmpty();

    try (BundleFollower follower = topic.follow(0)) {
      topic.append(bundle);
      topic.append(activation(1, bundle.version(), "ann"), topic.read());

      BundleHistory history = topic.read();
      assertThat(history.inForce()).contains(activation(1, bundle.version(), "ann"));
      assertThat(history.bundle(bundle.version()).orElseThrow().files().get("workspace.yaml"))
          .isEqualTo(bundle.files().get("workspace.yaml"));
      assertThat(history.end()).isEqualTo(2);

      List<BundleRecord> followed = new ArrayList<>();
      long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (followed.size() < 2) {
        assertThat(System.nanoTime()).as("followed in time").isLessThan(deadline);
        followed.addAll(follower.poll(Duration.ofMillis(200)));
      }
      assertThat(followed).extracting(BundleRecord::offset).containsExactly(0L, 1L);
      assertThat(follower.poll(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void ofTwoThatDeployAtOnceTheFirstWinsAndTheOtherIsTold() throws Exception {
    BundleTopic topic = topic("race");
    int rounds = 3;
    for (int round = 1; round <= rounds; round++) {
      CyclicBarrier start = new CyclicBarrier(2);
      List<String> won = Collections.synchronizedList(new ArrayList<>());
      List<String> lost = Collections.synchronizedList(new ArrayList<>());
      List<Thread> deployers = new ArrayList<>();
      for (String author : List.of("ann", "bob")) {
        BundleHistory known = topic.read();
        Activation activation = activation(round, "v", author);
        Thread deployer =
            new Thread(
                () -> {
                  try {
                    start.await();
                    topic.append(activation, known);
                    won.add(author);
                  } catch (OvertakenException e) {
                    lost.add(author);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                });
        deployer.start();
        deployers.add(deployer);
      }
      for (Thread deployer : deployers) {
        deployer.join();
      }
      assertThat(won).hasSize(1);
      assertThat(lost).hasSize(1);
      assertThat(topic.read().inForce().orElseThrow().author()).isEqualTo(won.get(0));
    }
    assertThat(topic.read().activations()).hasSize(rounds);
  }

  @Test
  void whatIsNotSignedIsSeenByNobodyWhoDemandsIt() throws Exception {
    TestKeys ann = TestKeys.in(temp, "ann");
    BundleTopic open = topic("signed");
    BundleTopic signed = new BundleTopic(kafka(), "signed.bundles", ann.codec(ann));
    BundleTopic eve =
        new BundleTopic(kafka(), "signed.bundles", TestKeys.in(temp, "eve").codec(ann));

    open.append(activation(9, "evil", "eve"), open.read());
    signed.append(activation(1, "good", "ann"), signed.read());

    assertThat(signed.read().inForce().orElseThrow().version()).isEqualTo("good");
    assertThat(signed.read().refused())
        .extracting(BundleRecord.Refused::reason)
        .containsExactly("it is not signed");
    assertThatThrownBy(() -> eve.append(activation(2, "mine", "eve"), eve.read()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "what would be published counts for nothing: it is not signed by anybody who may"
                + " deploy");
    assertThat(open.read().end()).as("and nothing of it was written").isEqualTo(2);
  }

  @Test
  void whatIsOldIsClearedAwayWithTheVersionsThatNothingElseNames() throws Exception {
    BundleTopic topic = topic("old");
    List<String> versions = new ArrayList<>();
    for (int number = 1; number <= 4; number++) {
      PublishedBundle bundle = bundle(number % 3);
      topic.append(bundle);
      topic.append(activation(number, bundle.version(), "ann"), topic.read());
      versions.add(bundle.version());
    }

    topic.clear(topic.read(), 2);

    BundleHistory left = topic.read();
    assertThat(left.activations()).extracting(Activation::number).containsExactly(4L, 3L);
    assertThat(left.bundles())
        .extracting(PublishedBundle::version)
        .containsExactlyInAnyOrder(versions.get(2), versions.get(3));
    assertThat(left.bundle(versions.get(1))).isEmpty();
  }

  @Test
  void fiveThousandCampaignsFitIntoARecord() throws Exception {
    BundleTopic topic = topic("large");
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 5_000; i++) {
      String campaign = "# %s%ncampaign: c-%d%nclass: sales%n".formatted("why ".repeat(100), i);
      files.put("campaigns/c-" + i + ".yaml", campaign.getBytes());
    }
    PublishedBundle bundle = PublishedBundle.of(files, "ann", NOW, null);

    topic.append(bundle);

    assertThat(topic.read().bundle(bundle.version()).orElseThrow().files()).hasSize(5_000);
  }

  @Test
  void whatIsInTheWayIsSaidInOneSentence() throws Exception {
    BundleTopic missing =
        new BundleTopic(kafka(), "none.bundles", new BundleCodec(TrustedKeys.NONE));
    assertThat(missing.exists()).isFalse();
    assertThat(topic("there").exists()).isTrue();
  }

  private static BundleTopic topic(String prefix) throws IOException {
    Topics topics = new Topics(prefix);
    TopicSetup.ensureBundles(kafka(), topics);
    return new BundleTopic(kafka(), topics.bundles(), new BundleCodec(TrustedKeys.NONE));
  }

  private static Properties kafka() {
    return BROKER.kafka();
  }

  private static PublishedBundle bundle(int content) {
    return PublishedBundle.of(
        Map.of("workspace.yaml", new byte[] {(byte) content}), "ann", NOW, null);
  }

  private static Activation activation(long number, String version, String author) {
    return new Activation(
        number, version, new TreeSet<>(), author, NOW, number - 1, Reason.DEPLOY, false);
  }
}
