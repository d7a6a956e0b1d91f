package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import org.junit.jupiter.api.Test;

/** Moments {@code enter}, {@code leave} and {@code stay}. */
class ZoneMomentsTest {
  private static final String ZONES =
      """
      {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "airport", "tags": ["travel"]},
         "geometry": {"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
        {"type": "Feature", "properties": {"name": "mall", "grace": "60s", "cells": ["m1"]},
         "geometry": null}
      ]}
      """;

  @Test
  void enteringIsOnceAndLeavingHasNoEvent() {
    try (Story story =
        Story.of(
            new TestWorkspace()
                .file("zones.geojson", ZONES)
                .campaign("in", "{enter: airport}", "")
                .campaign("tagged-in", "{enter: 'tag:travel'}", "offer: care\n")
                .campaign("out", "{leave: airport}", ""))) {
      story.event("2026-03-02T10:00:00Z", "location", "lat", 0.5, "lon", 0.5);
      assertThat(story.result("in")).isEqualTo("won");
      assertThat(story.result("tagged-in")).isEqualTo("outranked");

      story.event("2026-03-02T10:00:10Z", "location", "lat", 0.6, "lon", 0.5);
      assertThat(story.outcome().decisions()).isEmpty();

      story.event("2026-03-02T10:00:20Z", "location", "lat", 2, "lon", 0.5);
      assertThat(story.decision().considered()).hasSize(1);
      assertThat(story.considered("out").moment()).isEqualTo("leave");
    }
  }

  @Test
  void graceEndsByTheClock() {
    try (Story story =
        Story.of(
            new TestWorkspace()
                .file("zones.geojson", ZONES)
                .campaign("out", "{leave: mall}", "if: ['zones not contains \"mall\"']\n"))) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:05:00Z", "signalling", "cell", "x");
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-02T10:06:00Z"));

      story.clock("2026-03-02T10:06:00Z");

      assertThat(story.decision().choice().campaign()).isEqualTo("out");
      assertThat(story.decision().cause())
          .isEqualTo(new Decision.TimerCause(Story.at("2026-03-02T10:06:00Z")));
      assertThat(story.decision().time()).isEqualTo(Story.at("2026-03-02T10:06:00Z"));
    }
  }

  private static TestWorkspace staying() {
    return new TestWorkspace()
        .file("zones.geojson", ZONES)
        .campaign("long", "{stay: mall, for: 20m}", "if: ['zones contains \"mall\"']\n")
        .campaign("longer", "{stay: mall, for: 1h}", "");
  }

  @Test
  void aStayIsNoticedByTheClockOnceAVisit() {
    try (Story story = Story.of(staying())) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-02T10:20:00Z"));
      story.clock("2026-03-02T10:20:00Z");
      assertThat(story.considered("long").moment()).isEqualTo("stay");
      assertThat(story.decision().considered()).hasSize(1);
      story.event("2026-03-02T10:30:00Z", "signalling", "cell", "m1");
      assertThat(story.outcome().decisions()).isEmpty();
      story.clock("2026-03-02T11:00:00Z");
      assertThat(story.decision().choice().campaign()).isEqualTo("longer");
      story.clock("2026-03-02T20:00:00Z");
      assertThat(story.decisions()).hasSize(2);
    }
  }

  @Test
  void aFlappingCellIsOneVisitWithinGraceAndTwoBeyond() {
    try (Story story = Story.of(staying())) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:05:00Z", "signalling", "cell", "x");
      story.event("2026-03-02T10:05:59Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:10:00Z", "signalling", "cell", "x");
      story.clock("2026-03-02T10:11:00Z");
      story.event("2026-03-02T10:12:00Z", "signalling", "cell", "m1");
      assertThat(story.decisions()).isEmpty();
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-02T10:32:00Z"));
    }
  }

  @Test
  void aVisitThatEndsExactlyThenHasNotLasted() {
    try (Story story = Story.of(staying())) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:19:00Z", "signalling", "cell", "x");
      story.clock("2026-03-02T12:00:00Z");
      assertThat(story.decisions()).isEmpty();
    }
  }

  @Test
  void aTimerDueBeforeAnEventFiresBeforeIt() {
    try (Story story =
        Story.of(
            new TestWorkspace()
                .file("zones.geojson", ZONES)
                .campaign("out", "{leave: mall}", ""))) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:05:00Z", "signalling", "cell", "x");
      story.event("2026-03-02T11:00:00Z", "recharge");

      assertThat(story.decision().time()).isEqualTo(Story.at("2026-03-02T10:06:00Z"));
    }
  }
}
