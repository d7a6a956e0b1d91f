package io.offerflow.measure;

import io.offerflow.decision.Result;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What is counted of one campaign while decisions and events come in. */
final class CampaignCounter {
  /** Details past so many are counted as one. */
  private static final int DETAILS = 200;

  private static final String WAS = ": was ";

  final String id;
  final Map<Result, Long> results = new EnumMap<>(Result.class);
  final Map<Result, Map<String, Long>> details = new EnumMap<>(Result.class);
  final Map<LocalDate, DayCounter> days = new TreeMap<>();

  CampaignCounter(String id) {
    this.id = id;
  }

  /** Of one day. */
  static final class DayCounter {
    long contacts;
    long ghosts;
    long accepted;
    long converted;
    long earned;
    long capped;
    long quiet;
  }

  DayCounter day(LocalDate date) {
    return days.computeIfAbsent(date, unused -> new DayCounter());
  }

  void considered(Decided.Considered one, LocalDate date) {
    results.merge(one.result(), 1L, Long::sum);
    if (one.result() == Result.CAP) {
      day(date).capped++;
    } else if (one.result() == Result.QUIET) {
      day(date).quiet++;
    }
    if (one.detail() != null && one.result() != Result.OUTRANKED) {
      Map<String, Long> known = details.computeIfAbsent(one.result(), unused -> new HashMap<>());
      String rule = rule(one.detail());
      known.merge(
          known.containsKey(rule) || known.size() < DETAILS ? rule : Reason.OTHERS, 1L, Long::sum);
    }
  }

  /** Without the value that she happened to have. */
  private static String rule(String detail) {
    int was = detail.lastIndexOf(WAS);
    return was < 0 ? detail : detail.substring(0, was);
  }
}
