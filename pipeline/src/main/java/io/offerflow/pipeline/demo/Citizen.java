package io.offerflow.pipeline.demo;

import io.offerflow.event.ProfileChange;
import io.offerflow.pipeline.demo.Streets.Place;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** One customer of the city: who she is, which does not change, and where she is. */
final class Citizen {
  private static final String[] TIERS = {"bronze", "silver", "gold", "platinum"};
  private static final int[] TIER_PERCENT = {45, 30, 18, 7};
  private static final int[] FEES = {39, 59, 99, 199};
  private static final String[] PLANS = {"basic", "plus", "pro", "unlimited"};
  private static final String[] FAMILY = {
    "Chen", "Li", "Lin", "Liu", "Wang", "Wu", "Xu", "Yang", "Zhang", "Zhao", "Zhou", "Zhu"
  };
  private static final String[] GIVEN = {
    "Bo", "Fang", "Hua", "Jing", "Lan", "Lei", "Mei", "Min", "Ning", "Tao", "Wei", "Yan"
  };

  final String id;
  final ZoneId zone;
  final String network;
  final boolean heavy;

  private final int number;
  private final SplittableRandom random;
  private final int rank;
  private final Place home;
  private final Place work;
  private final Place shop;

  private Place here;
  private Place bound;
  private int fixesToGo;
  private boolean onThePhone;

  /** The same number of the same city is the same person. */
  Citizen(long seed, int number, Clocks clocks) {
    this.number = number;
    this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    this.id = String.format("c-%06d", number);
    this.rank = pick(TIER_PERCENT);
    this.zone = clocks.zone(random);
    this.network = random.nextInt(100) < 35 + 15 * rank ? "5G" : "4G";
    this.heavy = random.nextInt(100) < 20;
    this.home = Streets.home(random);
    this.work = Streets.work(random);
    this.shop = Streets.shop(random.nextInt(Streets.shops()));
    this.here = home;
  }

  Place here() {
    return here;
  }

  String cell() {
    return Streets.cell(here);
  }

  BigDecimal fee() {
    return BigDecimal.valueOf(FEES[rank]);
  }

  /** Takes her phone; false when she is on it already. */
  boolean pickUp() {
    boolean free = !onThePhone;
    onThePhone = true;
    return free;
  }

  void hangUp() {
    onThePhone = false;
  }

  /**
   * A step on her way, or a stir where she is. The city lives in time lapse: a way across it takes
   * a handful of steps.
   */
  void move(int hour) {
    if (fixesToGo > 0) {
      here = here.towards(bound, 1.0 / fixesToGo).near(0.0005, random);
      fixesToGo--;
    } else if (random.nextInt(4) == 0) {
      bound = destination(hour);
      fixesToGo = 3 + random.nextInt(4);
    } else {
      here = here.near(0.0003, random);
    }
  }

  private Place destination(int hour) {
    int dice = random.nextInt(100);
    if (dice < 6) {
      return Streets.AIRPORT.near(0.006, random);
    }
    if (hour < 7 || hour >= 20) {
      return dice < 80 ? home : shop;
    }
    if (hour >= 11 && hour < 14 || hour >= 17) {
      return dice < 50 ? shop : dice < 75 ? home : work;
    }
    return dice < 60 ? work : dice < 85 ? shop : home;
  }

  /** What the customer system knows of her; names and numbers are made up. */
  ProfileChange profile(Instant start) {
    LocalDate today = start.atZone(ZoneOffset.UTC).toLocalDate();
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("name", pick(GIVEN) + " " + pick(FAMILY));
    known.put("language", random.nextInt(100) < 70 ? "zh" : "en");
    known.put("timezone", zone.getId());
    known.put("msisdn", "+8600" + String.format("%09d", number));
    if (random.nextInt(100) < 85) {
      known.put("push_token", "token-" + Long.toHexString(random.nextLong()));
    }
    known.put("tier", TIERS[rank]);
    known.put("monthly_fee", fee());
    known.put("data_plan", PLANS[rank]);
    known.put("device_class", network.equals("5G") ? "5G" : "4G");
    known.put("birth_date", today.minusDays(18 * 365 + random.nextInt(60 * 365)));
    known.put("contract_end", today.plusDays(random.nextInt(-10, 400)));
    return ProfileChange.set(known);
  }

  private int pick(int[] percents) {
    int dice = random.nextInt(100);
    int at = 0;
    while (dice >= percents[at]) {
      dice -= percents[at++];
    }
    return at;
  }

  private String pick(String[] words) {
    return words[random.nextInt(words.length)];
  }
}
