package io.offerflow.gateway;

import io.offerflow.gateway.carrier.Account;
import io.offerflow.workspace.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a gateway does, as its file says.
 *
 * @param classes who goes first when the rate is short; those not named come after them
 * @param remember for how long a decision's repeats are dropped and its receipts understood
 * @param atMost how many decisions are remembered; the oldest go first
 * @param optOut the words that end it, by language
 */
public record GatewayConfig(
    List<String> classes,
    Duration remember,
    int atMost,
    Map<String, List<String>> optOut,
    Map<String, AccountSettings> accounts,
    Map<String, ChannelSettings> channels) {

  /**
   * An account and how fast it may be used.
   *
   * @param perSecond messages a second; 0 for no limit
   */
  public record AccountSettings(Account account, double perSecond) {}

  /** What is wrong with a file of settings. */
  public static final class InvalidException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    InvalidException(List<Problem> problems) {
      super(problems.get(0).toString());
      this.problems = problems;
    }

    public List<Problem> problems() {
      return problems;
    }
  }

  /**
   * Reads a file.
   *
   * @throws InvalidException with everything that is wrong
   * @throws IOException when it cannot be read
   */
  public static GatewayConfig read(Path file) throws IOException, InvalidException {
    return GatewayConfigReader.read(file.toString(), Files.readAllBytes(file));
  }
}
