package io.offerflow.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The problems of a table's rows. What is wrong in every cell of a column is wrong with the column:
 * it is said once, at its head.
 */
final class TableFindings {
  private final Sheet sheet;
  private final Map<Integer, TableColumn> columns;
  private final Map<Integer, Integer> filled = new HashMap<>();
  private final Map<About, List<Problem>> found = new LinkedHashMap<>();

  private static final Pattern MISSING = Pattern.compile("^a campaign needs `([^`]+)`");

  private record About(Integer column, Problem.Severity severity, String message) {}

  TableFindings(Sheet sheet, Map<Integer, TableColumn> columns) {
    this.sheet = sheet;
    this.columns = columns;
  }

  /**
   * Adds one row's.
   *
   * @param unread keys that are missing only because their cell could not be read
   */
  void add(List<TableCell> cells, List<Problem> problems, Set<String> unread) {
    cells.forEach(cell -> filled.merge(cell.column(), 1, Integer::sum));
    for (Problem problem : problems) {
      Matcher missing = MISSING.matcher(problem.message());
      if (missing.find() && unread.contains(missing.group(1))) {
        continue;
      }
      String message = problem.message();
      if (missing.find(0)) {
        message +=
            missing.group(1).equals("campaign")
                ? "; in a table, in a NAME column"
                : "; in a table, in an ACTION column or above RuleTable";
      }
      Integer column = null;
      for (TableCell cell : cells) {
        if (cell.place().equals(new YamlSource.Place(problem.line(), problem.column()))) {
          column = cell.column();
        }
      }
      found
          .computeIfAbsent(
              new About(column, problem.severity(), message), about -> new ArrayList<>())
          .add(problem.saying(message));
    }
  }

  void report() {
    found.forEach(
        (about, problems) -> {
          Integer rows = filled.get(about.column);
          if (rows != null && rows > 1 && problems.size() == rows) {
            YamlSource.Place head = columns.get(about.column).head();
            sheet
                .problems()
                .add(
                    new Problem(
                        about.severity,
                        sheet.file(),
                        head.line(),
                        head.column(),
                        about.message,
                        sheet.tab()));
          } else {
            sheet.problems().add(problems);
          }
        });
  }
}
