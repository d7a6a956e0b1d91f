package io.offerflow.pipeline.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Asks the user on a terminal. */
final class Question {
  private Question() {}

  /** Whether somebody sits there; the launcher knows, because Java cannot tell for stdin alone. */
  static boolean canBeAsked() {
    return Boolean.getBoolean("offerflow.asks");
  }

  /** Anything but a yes is a no, the end of the input too. */
  static boolean yes(String question, Console console) throws IOException {
    console.err().print(question + " (y/N) ");
    console.err().flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String answer = in.readLine();
    return answer != null && Set.of("y", "Y", "yes").contains(answer.strip());
  }
}
