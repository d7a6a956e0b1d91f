package io.offerflow.pipeline.cli;

import io.offerflow.bundle.SigningKey;
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

  final String author() {
    return author;
  }
}
