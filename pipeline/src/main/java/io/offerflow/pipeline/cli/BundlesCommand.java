package io.offerflow.pipeline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.bundle.PublishedBundle;
import io.offerflow.pipeline.job.JobSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists what was deployed, and brings it back as files. */
@Command(
    name = "bundles",
    description = "List what was deployed, the newest first; * is in force.",
    footer = {
      "",
      "With --export, `replay` and `explain` can be run with exactly what the job ran."
    })
final class BundlesCommand extends BundleCommand {
  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description = "Write the files of a bundle into a new folder, what was paused as paused.")
  private Path export;

  @Option(
      names = "--bundle",
      paramLabel = "B",
      description =
          "With --export: which, as decision records name it; its first digits are enough."
              + " Default: the one in force.")
  private String bundle;

  BundlesCommand(Console console) {
    super(console);
  }

  @Override
  int run(JobSettings settings) throws IOException {
    if (bundle != null && export == null) {
      throw usage("--bundle says what --export writes; name a folder with --export");
    }
    Deployments deployments = deployments(settings, false);
    BundleHistory history = deployments.history();
    history
        .refused()
        .forEach(
            refused ->
                console.say(
                    "warning: the record at offset "
                        + refused.offset()
                        + " counts for nothing: "
                        + refused.reason()));
    if (export != null) {
      export(deployments);
    } else if (json) {
      console.print(toJson(history));
    } else {
      table(history);
    }
    return Stop.DONE;
  }

  private void table(BundleHistory history) {
    if (history.activations().isEmpty()) {
      console.say("nothing is deployed yet");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "number", "version", "time", "reason", "author", "paused"));
    for (Activation activation : history.activations()) {
      rows.add(
          List.of(
              rows.size() == 1 ? "*" : "",
              Long.toString(activation.number()),
              Deployments.shortened(activation.version()),
              activation.time().toString(),
              activation.reason().word(),
              ControlCharacters.shown(activation.author()),
              ControlCharacters.shown(String.join(", ", activation.paused()))));
    }
    Columns.of(rows).forEach(console::print);
  }

  private static String toJson(BundleHistory history) {
    ObjectNode object = new ObjectMapper().createObjectNode();
    ArrayNode bundles = object.putArray("bundles");
    for (Activation activation : history.activations()) {
      ObjectNode one = bundles.addObject();
      one.put("number", activation.number());
      one.put("version", activation.version());
      one.put("bundle", activation.bundleName());
      one.put("active", bundles.size() == 1);
      one.put("author", activation.author());
      one.put("time", activation.time().toString());
      one.put("reason", activation.reason().word());
      one.put("parent", activation.parent());
      ArrayNode paused = one.putArray("paused");
      activation.paused().forEach(paused::add);
    }
    return object.toString();
  }

  private void export(Deployments deployments) throws IOException {
    Activation wanted = bundle == null ? deployments.current() : find(deployments.history());
    SortedSet<String> paused = new TreeSet<>(wanted.paused());
    PublishedBundle content = deployments.content(wanted.version());
    new BundleExport(content, paused).writeTo(export);
    console.say("bundle " + wanted.bundleName() + " is in " + export);
  }

  /**
   * All that decisions may name: older rules too, paused by a newer command that came meanwhile.
   */
  private Stream<Activation> inForce(BundleHistory history) {
    List<Activation> all = history.activations();
    if (!bundle.contains("+")) {
      return all.stream();
    }
    return Stream.concat(
        all.stream(),
        all.stream()
            .flatMap(
                older ->
                    all.stream()
                        .filter(newer -> newer.number() > older.number())
                        .map(newer -> pausing(older, newer))));
  }

  private static Activation pausing(Activation older, Activation newer) {
    return new Activation(
        newer.number(),
        older.version(),
        newer.paused(),
        newer.author(),
        newer.time(),
        newer.parent(),
        newer.reason(),
        newer.backfill());
  }

  /** The newest whose name begins so; several that ran the same are one. */
  private Activation find(BundleHistory history) {
    List<Activation> found =
        inForce(history).filter(activation -> activation.bundleName().startsWith(bundle)).toList();
    if (found.isEmpty()) {
      throw Stop.input("no bundle " + bundle + " was in force; `offerflow bundles` lists them");
    }
    boolean whole = found.stream().anyMatch(one -> one.bundleName().equals(bundle));
    List<String> names =
        found.stream()
            .map(Activation::bundleName)
            .filter(name -> !whole || name.equals(bundle))
            .distinct()
            .toList();
    if (names.size() > 1) {
      throw Stop.input(
          "these begin with " + bundle + ": " + String.join(", ", names) + "; write one of them");
    }
    return found.stream()
        .filter(one -> one.bundleName().equals(names.get(0)))
        .findFirst()
        .orElseThrow();
  }
}
