package io.offerflow.bundle;

/** A record of the topic of bundles, as far as it can be believed. */
public sealed interface BundleRecord {

  /** Where it stands in the topic. */
  long offset();

  /** Kafka's key of it; empty where it has none. */
  String key();

  /** The content of a version. */
  record Content(long offset, String key, PublishedBundle bundle) implements BundleRecord {}

  /**
   * What is to run from then on.
   *
   * @param signed whether it is signed at all
   */
  record Activated(long offset, String key, Activation activation, boolean signed)
      implements BundleRecord {}

  /** The record of that key is no more: an old one was cleared away. */
  record Removed(long offset, String key) implements BundleRecord {}

  /**
   * A record that counts for nothing: it is not signed by anyone who may, or cannot be read.
   *
   * @param reason in words, without anything of its content
   */
  record Refused(long offset, String key, String reason) implements BundleRecord {}
}
