package io.offerflow.pipeline.cli;

import io.offerflow.bundle.SigningKey;
import io.offerflow.bundle.TrustedKeys;
import io.offerflow.pipeline.job.JobSettings;
import java.io.IOException;
import java.nio.file.Path;

/** The keys of those who deploy, from files that the user names. */
final class KeyFiles {
  private KeyFiles() {}

  /** Says as well where others can read what must stay secret. */
  static SigningKey signing(Path file, Console console) {
    try {
      SigningKey key = SigningKey.read(file);
      if (KafkaOptions.isOpen(file)) {
        console.say("warning: others can read the key in " + file + "; chmod 600 closes it");
      }
      return key;
    } catch (IOException e) {
      throw Stop.input(e.getMessage());
    }
  }

  static TrustedKeys trusted(JobSettings settings) {
    try {
      return settings.trustedKeys();
    } catch (IOException e) {
      throw Stop.input(e.getMessage());
    }
  }
}
