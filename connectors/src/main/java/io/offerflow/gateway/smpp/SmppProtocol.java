package io.offerflow.gateway.smpp;

import io.offerflow.gateway.carrier.Account;
import io.offerflow.gateway.carrier.Protocol;
import io.offerflow.gateway.carrier.Secret;
import io.offerflow.gateway.smpp.SmppSettings.Numbers;
import io.offerflow.workspace.ConfigSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;

/** Accounts of {@code protocol: smpp}. */
public final class SmppProtocol implements Protocol {
  private static final int PORT = 2775;
  private static final int WINDOW = 10;
  private static final int LONGEST_SYSTEM_ID = 15;

  @Override
  public Account read(ConfigSection section) {
    String host = section.require("host", "`host: smsc.example.com`");
    String systemId = section.require("system id", "`system id: offerflow`");
    if (systemId != null && systemId.length() > LONGEST_SYSTEM_ID) {
      section.error("system id", "`system id` has at most 15 characters");
    }
    Path trust = trust(section);
    SmppSettings settings =
        new SmppSettings(
            section.name(),
            host,
            section.whole("port", PORT, 1, 65_535),
            section.flag("tls", trust != null),
            trust,
            systemId,
            Secret.require(section, "password"),
            section.text("system type", ""),
            section
                .word("bind", List.of("transceiver", "separate"), "transceiver")
                .equals("separate"),
            section.whole("binds", 1, 1, 64),
            section.whole("window", WINDOW, 1, 1_000),
            section.word("long messages", List.of("parts", "payload"), "parts").equals("payload"),
            Validity.valueOf(word(section, "validity", List.of("relative", "absolute", "none"))),
            ReceiptIds.valueOf(word(section, "receipt ids", List.of("same", "hex", "decimal"))),
            numbers(section, "sender"),
            numbers(section, "receiver"),
            Duration.ofMillis(section.duration("timeout", 10_000)),
            Duration.ofMillis(section.duration("enquire link", 30_000)));
    return (receipts, roomMade) -> SmppCarrier.open(settings, receipts, roomMade);
  }

  /** The first word holds when nothing is said. */
  private static String word(ConfigSection section, String key, List<String> words) {
    return section.word(key, words, words.get(0)).toUpperCase(Locale.ROOT);
  }

  private static Path trust(ConfigSection section) {
    String file = section.text("trust");
    if (file != null && !Files.isReadable(Path.of(file))) {
      section.error("trust", "the file " + file + " with certificates cannot be read");
    }
    return file == null ? null : Path.of(file);
  }

  private static Numbers numbers(ConfigSection section, String key) {
    ConfigSection numbers = section.section(key, "`{type: 1, plan: 1}`");
    if (numbers == null) {
      return new Numbers(null, null);
    }
    int type = numbers.whole("type", -1, 0, 6);
    int plan = numbers.whole("plan", -1, 0, 18);
    NumberingPlanIndicator known = null;
    for (NumberingPlanIndicator one : NumberingPlanIndicator.values()) {
      known = one.value() == plan ? one : known;
    }
    if (plan >= 0 && known == null) {
      numbers.error("plan", "`plan` is a numbering plan of SMPP, such as 1");
    }
    numbers.close();
    return new Numbers(type < 0 ? null : TypeOfNumber.valueOf((byte) type), known);
  }
}
