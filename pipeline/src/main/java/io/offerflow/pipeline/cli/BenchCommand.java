package io.offerflow.pipeline.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Stands for {@code bench} among the commands. The benchmarks are a module that sees this one, and
 * the launcher starts them as a program of their own.
 */
@Command(name = "bench", description = "Measures what Offerflow costs on this machine.")
final class BenchCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments;

  @Override
  public Integer call() {
    throw Stop.outside(
        "the benchmarks are not part of this program; start them with ./offerflow bench in a"
            + " checkout of the sources",
        null);
  }
}
