package io.offerflow.workspace;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Collects the problems of one reading of a workspace. */
final class Problems {
  private final TreeSet<Problem> found = new TreeSet<>();
  private final Set<String> brokenFiles;
  private boolean failed;
  private Problems next;

  Problems() {
    this(new HashSet<>());
  }

  /** With files that are known to be broken from the first. */
  Problems(Set<String> brokenFiles) {
    this.brokenFiles = brokenFiles;
  }

  /** Empty, for problems that somebody looks through first; it knows the same broken files. */
  Problems draft() {
    return new Problems(brokenFiles);
  }

  /** Hands all that is added from now on to another; what is there stays. */
  void passOn(Problems other) {
    next = other;
  }

  void error(String file, int line, int column, String message) {
    add(Problem.error(file, line, column, message));
  }

  void warning(String file, int line, int column, String message) {
    add(Problem.warning(file, line, column, message));
  }

  /** About the whole file. */
  void error(String file, String message) {
    add(Problem.ofFile(Problem.Severity.ERROR, file, message));
  }

  /** About the whole file. */
  void warning(String file, String message) {
    add(Problem.ofFile(Problem.Severity.WARNING, file, message));
  }

  void add(Problem problem) {
    if (next != null) {
      next.add(problem);
      return;
    }
    failed |= problem.severity() == Problem.Severity.ERROR;
    found.add(problem);
  }

  /** A file cannot be read, and nothing can be said of what stands in it. */
  void broken(String file, String message) {
    brokenFiles.add(file);
    error(file, message);
  }

  /** A file cannot be read because of what stands at a place in it. */
  void broken(String file, int line, int column, String message) {
    brokenFiles.add(file);
    error(file, line, column, message);
  }

  /** Whether names that the file should declare are unknown only because it cannot be read. */
  boolean isBroken(String file) {
    return brokenFiles.contains(file);
  }

  void add(Collection<Problem> problems) {
    problems.forEach(this::add);
  }

  boolean failed() {
    return failed;
  }

  int count() {
    return found.size();
  }

  /** By file, line and column. */
  List<Problem> sorted() {
    return List.copyOf(found);
  }
}
