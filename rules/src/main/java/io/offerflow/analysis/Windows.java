package io.offerflow.analysis;

import io.offerflow.event.DurationText;
import io.offerflow.feature.Feature;
import io.offerflow.feature.Window;
import io.offerflow.workspace.Workspace;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds rolling windows where the name speaks of the calendar. */
final class Windows {
  private static final Pattern CALENDAR =
      Pattern.compile("(?:.*_)?(today|day|this_week|week|this_month|month)");
  private static final Map<String, Long> LENGTHS =
      Map.of(
          "day", TimeUnit.DAYS.toMillis(1),
          "week", TimeUnit.DAYS.toMillis(7),
          "month", TimeUnit.DAYS.toMillis(31));

  private Windows() {}

  static void check(Workspace workspace, Findings findings) {
    for (Feature feature : workspace.features()) {
      Matcher name = CALENDAR.matcher(feature.name());
      if (!name.matches() || !(feature.window() instanceof Window.Rolling rolling)) {
        continue;
      }
      String unit = name.group(1).replace("this_", "").replace("today", "day");
      boolean alike =
          rolling.lengthMillis() == LENGTHS.get(unit)
              || (unit.equals("month") && rolling.lengthMillis() == TimeUnit.DAYS.toMillis(30));
      if (alike) {
        String last = DurationText.format(rolling.lengthMillis());
        long days = rolling.lengthMillis() / LENGTHS.get("day");
        findings.warn(
            "`last: "
                + last
                + "` is the last "
                + (days == 1
                    ? "24 hours, part of yesterday"
                    : days + " times 24 hours, part of the " + unit + " before")
                + " included: write `since: "
                + unit
                + "` for the customer's calendar "
                + unit
                + ", or give the feature a name that says so",
            Findings.FEATURES,
            feature.name(),
            "last");
      }
    }
  }
}
