package io.offerflow.gateway;

import io.offerflow.gateway.smpp.TestSmsc;
import io.offerflow.kafka.SharedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** For each test topics of its own on the broker of all, and an SMSC. */
abstract class SmppDesk {
  @RegisterExtension static final SharedBroker BROKER = new SharedBroker();

  @TempDir Path temp;
  TestSmsc smsc;
  Desk desk;

  @BeforeEach
  void open() throws Exception {
    Files.writeString(temp.resolve("password"), "secret\n");
    smsc = TestSmsc.start();
    desk = new Desk(BROKER.broker(), "sms");
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
    smsc.close();
  }

  /** However long the SMSC takes to answer, as some tests have it do, there is no doubt. */
  final String config(String account, String channel) {
    return config("2m", account, channel);
  }

  /**
   * @param timeout how long an answer may take
   */
  final String config(String timeout, String account, String channel) {
    return """
        gateway: 1
        classes: [service, sales]
        accounts:
          smsc:
            {protocol: smpp, host: 127.0.0.1, port: %d, system id: me, password: "file:%s",
             timeout: %s%s}
        channels:
          sms: {account: smsc, from: "10086"%s}
        """
        .formatted(smsc.port(), temp.resolve("password"), timeout, account, channel);
  }

  final Gateway start() throws Exception {
    return desk.start(config("", ""));
  }

  /** Waits for what the test is to bring about, in a thread of the SMSC. */
  static void await(CountDownLatch gate) throws InterruptedException {
    if (!gate.await(Desk.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody opened the gate");
    }
  }
}
