package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.feature.Window;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * policy.yaml: the contact rules over all campaigns.
 *
 * @param quietHours by channel, customer's local time
 * @param whenQuiet where a campaign does not say otherwise
 * @param classes by name, in order of priority
 * @param optIn by channel named in {@code consent}: whether a contact needs a grant
 * @param controlGroup the share of customers, 0 to 1, who get nothing
 * @param recordNone the share of customers, 0 to 1, whose {@code none} decisions the job records
 * @param learning null when it is off
 */
public record Policy(
    Map<String, QuietHours> quietHours,
    WhenQuiet whenQuiet,
    List<Blackout> blackouts,
    Map<String, ContactClass> classes,
    List<Cap> caps,
    Map<String, Boolean> optIn,
    BigDecimal recordNone,
    Learning learning,
    List<Suppression> suppress,
    List<Apart> apart,
    Refund refund,
    BigDecimal controlGroup) {
  /** So many contacts of a customer are remembered at most: no rule can count more. */
  public static final int MOST_CONTACTS = 512;

  /** What holds without policy.yaml. */
  public static final Policy NONE =
      new Policy(
          Map.of(),
          WhenQuiet.HOLD,
          List.of(),
          Map.of(),
          List.of(),
          Map.of(),
          BigDecimal.ONE,
          null,
          List.of(),
          List.of(),
          Refund.FAILED,
          BigDecimal.ZERO);

  public Policy {
    quietHours = Collections.unmodifiableMap(new LinkedHashMap<>(quietHours));
    blackouts = List.copyOf(blackouts);
    classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
    caps = List.copyOf(caps);
    optIn = Collections.unmodifiableMap(new LinkedHashMap<>(optIn));
    suppress = List.copyOf(suppress);
    apart = List.copyOf(apart);
  }

  /** Which contacts are undone: they count for nothing any more. */
  public enum Refund {
    /** Those that a response says have failed. */
    FAILED,
    /** Those as well of which no response came before the offer expired. */
    FAILED_OR_UNCONFIRMED
  }

  /** What becomes of a candidate in quiet time. */
  public enum WhenQuiet {
    /** It is decided once more when quiet time is over. */
    HOLD,
    /** It is gone. */
    DROP
  }

  /** What a class's contacts are not subject to. */
  public enum Ignored {
    CAPS("caps"),
    QUIET_HOURS("quiet hours"),
    CONSENT("consent"),
    CONTROL("control"),
    SUPPRESS("suppress");

    private final String word;

    Ignored(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /** From the first up to, not including, the second; over midnight when the first is later. */
  public record QuietHours(LocalTime from, LocalTime to) {}

  /** Customer's local time, all channels; from the first up to, not including, the second. */
  public record Blackout(LocalDateTime from, LocalDateTime to) {}

  /**
   * A class of contacts.
   *
   * @param rank 0 goes first
   * @param counts whether its contacts count for caps
   */
  public record ContactClass(
      String name, int rank, String purpose, Set<Ignored> ignores, boolean counts) {
    public ContactClass {
      ignores = Set.copyOf(ignores);
    }
  }

  /**
   * At most so many contacts in a window.
   *
   * @param channel null for all
   * @param category null for all
   * @param contactClass null for all
   */
  public record Cap(int max, Window window, String channel, String category, String contactClass) {}

  /** Silence of a kind. */
  public sealed interface Suppression {

    /** For so long after a response of that kind. */
    record After(String kind, Of of, long forMillis) implements Suppression {}

    /**
     * As long as that is true; unknown is not true.
     *
     * @param contactClass null for all
     */
    record While(Condition condition, String contactClass) implements Suppression {}

    /** What of the answered decision's a candidate must share to be silenced. */
    enum Of {
      OFFER,
      CATEGORY,
      CLASS
    }
  }

  /** Offers of which none is made so soon after another of them. */
  public record Apart(Set<String> offers, long forMillis) {
    public Apart {
      offers = Set.copyOf(offers);
    }
  }
}
