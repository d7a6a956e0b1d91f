package io.offerflow.pipeline.cli;

import io.offerflow.bundle.SigningKey;
import io.offerflow.pipeline.job.JobSettings;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A command that changes what is to run. */
abstract class ActivatingCommand extends BundleCommand {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The private key (Ed25519, PEM) to sign with. Default: nothing is signed.")
  private Path key;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description = "Who does it, for all to see. Default: who runs this command.")
  private String author = System.getProperty("user.name");

  ActivatingCommand(Console console) {
    super(console);
  }

  @Override
  final SigningKey signing() {
    return key == null ? null : KeyFiles.signing(key, console);
  }

  @Override
  final Deployments deployments(JobSettings settings, boolean first) throws IOException {
    Deployments found = super.deployments(settings, first);
    if (key == null && found.history().isSigned()) {
      console.say(
          "warning: what is in force is signed, and this is not; a job that was given public keys"
              + " takes no notice of it");
    }
    return found;
  }

  /** Stops at a name that would be more than one line of what {@code bundles} lists, or none. */
  final String author() {
    if (author.isBlank() || ControlCharacters.areIn(author)) {
      throw usage("--author wants a name in one line");
    }
    return author;
  }
}
