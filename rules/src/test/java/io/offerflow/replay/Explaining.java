package io.offerflow.replay;

import io.offerflow.decision.Bundle;
import io.offerflow.event.Event;
import io.offerflow.event.ProfileChange;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Events of hers, and what is told of each. */
abstract class Explaining {
  static final long FAR = Story.at("2100-01-01T00:00:00Z");
  static final String HER = Story.CUSTOMER;
  static final String ZONES =
      """
      {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "mall", "cells": ["c1"], "grace": "10m"},
         "geometry": null},
        {"type": "Feature", "properties": {"name": "port", "cells": ["c2"], "tags": ["far"]},
         "geometry": null}]}
      """;

  private int events;

  Event event(String instant, String type, Object... fields) {
    String id = "e-" + ++events;
    return Event.of(type, id, HER, Story.at(instant), Story.fields(fields));
  }

  Event profile(String instant, Map<String, Object> set) {
    return Event.profile("e-" + ++events, HER, Story.at(instant), ProfileChange.set(set));
  }

  static List<Explanation> explain(
      TestWorkspace workspace, String campaign, List<Event> events, Long until) {
    return explain(workspace.bundle(), HER, campaign, events, until);
  }

  static List<Explanation> explain(
      Bundle bundle, String customer, String campaign, List<Event> events, Long until) {
    List<Explanation> steps = new ArrayList<>();
    try (Timeline timeline = new Timeline(bundle, customer, campaign, steps::add)) {
      events.forEach(timeline::accept);
      if (until != null) {
        timeline.until(until);
      }
    }
    return steps;
  }

  Event response(String offer) {
    return event("2026-03-02T13:00:00Z", "response", "kind", "accepted", "offer", offer);
  }
}
