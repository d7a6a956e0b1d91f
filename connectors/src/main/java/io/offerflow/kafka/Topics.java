package io.offerflow.kafka;

/** The names of Offerflow's topics. */
public record Topics(String prefix) {
  public static final Topics DEFAULT = new Topics("offerflow");

  public String events() {
    return prefix + ".events";
  }

  public String offers(String channel) {
    return prefix + ".offers." + channel;
  }

  public String decisions() {
    return prefix + ".decisions";
  }

  public String answers() {
    return prefix + ".answers";
  }

  /** What the job passes on from an id to the one that it was merged into; its own. */
  public String merges() {
    return prefix + ".merges";
  }

  /** Versions of what was learned; compacted, one partition. */
  public String models() {
    return prefix + ".models";
  }

  /** Rules and what is to run of them; compacted, one partition. */
  public String bundles() {
    return prefix + ".bundles";
  }

  /** What gateways know of the messages of the last while; compacted, one partition. */
  public String gateway() {
    return prefix + ".gateway";
  }

  /** Which producers may write offers; compacted, one partition. */
  String writers() {
    return prefix + ".writers";
  }

  /** Whether a topic holds what decisions came to: offers of any channel, or their records. */
  boolean isOfDecisions(String topic) {
    return topic.startsWith(offers("")) || topic.equals(decisions());
  }

  public String deadLetters() {
    return prefix + ".dead-letters";
  }
}
