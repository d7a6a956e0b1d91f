package io.offerflow.workspace;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.drools.decisiontable.parser.ActionType.Code;

/**
 * Reads the five rows that Drools has at the head of a table: {@code RuleTable}, types of columns,
 * what they are about, snippets, headings.
 */
final class TableHeader {
  /** From the row with {@code RuleTable} to the first one with a campaign. */
  static final int ROWS = 5;

  private static final int TYPES = 1;
  private static final int OBJECTS = 2;
  private static final int SNIPPETS = 3;
  private static final int HEADINGS = 4;

  private final Sheet sheet;
  private final TableCell start;
  private final NavigableMap<Integer, List<TableCell>> rows;
  private final NavigableMap<Integer, TableColumn> columns = new TreeMap<>();
  private boolean failed;

  TableHeader(Sheet sheet, TableCell start, NavigableMap<Integer, List<TableCell>> rows) {
    this.sheet = sheet;
    this.start = start;
    this.rows = rows;
  }

  /**
   * The columns that say something, from 0; null when one of them cannot be understood.
   *
   * @param offers the names of offers, to notice that the row of headings was left out
   */
  NavigableMap<Integer, TableColumn> columns(Collection<String> offers) {
    for (TableCell beside : cells(0)) {
      if (!beside.continued() && TableWords.isRuleTable(beside.text())) {
        fail(beside, "a second RuleTable in one row: put it below the first");
      }
    }
    Map<Integer, TableCell> objects = byColumn(OBJECTS);
    Map<Integer, TableCell> snippets = byColumn(SNIPPETS);
    for (TableCell type : cells(TYPES)) {
      column(type, objects.remove(type.column()), snippets.remove(type.column()));
    }
    if (columns.isEmpty() && !failed) {
      fail(
          start,
          "the row below RuleTable says what the columns are: write NAME, CONDITION, ACTION or"
              + " DESCRIPTION there, above each column");
    }
    objects.values().forEach(this::withoutType);
    snippets.values().forEach(this::withoutType);
    headings(offers);
    return failed ? null : columns;
  }

  private List<TableCell> cells(int below) {
    return rows.getOrDefault(start.row() + below, List.of()).stream()
        .filter(cell -> cell.column() >= start.column() && cell != start)
        .toList();
  }

  private Map<Integer, TableCell> byColumn(int below) {
    Map<Integer, TableCell> cells = new HashMap<>();
    cells(below).forEach(cell -> cells.put(cell.column(), cell));
    return cells;
  }

  private void column(TableCell type, TableCell object, TableCell snippet) {
    Code code = TableWords.columnType(type.text());
    String refusal =
        code == null ? TableWords.unknownColumnType(type.text()) : TableWords.refusal(code);
    if (refusal != null) {
      fail(type, refusal);
      return;
    }
    if (type.continued() || (snippet != null && snippet.continued())) {
      fail(snippet == null ? type : snippet, "merged cells here: write one for each column");
      return;
    }
    TableCell head = snippet == null ? type : snippet;
    try {
      columns.put(
          type.column(),
          switch (code) {
            case NAME -> name(type, object, snippet);
            case CONDITION -> condition(type, object, snippet);
            case ACTION -> keys(type, object, snippet);
            default -> new TableColumn.Description(type.place());
          });
    } catch (IllegalArgumentException wrong) {
      fail(head, wrong.getMessage());
    }
  }

  private TableColumn name(TableCell type, TableCell object, TableCell snippet) {
    if (columns.values().stream().anyMatch(TableColumn.Name.class::isInstance)) {
      throw new IllegalArgumentException("a second NAME column: a campaign has one name");
    }
    if (object != null || snippet != null) {
      fail(
          object != null ? object : snippet,
          "the cells of a NAME column are names as they stand: leave this cell empty");
    }
    return new TableColumn.Name(type.place());
  }

  private TableColumn condition(TableCell type, TableCell object, TableCell snippet) {
    // In CSV, Drools marks with `...` what would be merged cells in a workbook.
    String about =
        object == null ? null : TableCell.strip(object.text().replaceFirst("\\.\\.\\.$", ""));
    if (about != null && !TableColumn.Condition.isObject(about)) {
      fail(
          object,
          about.contains("$")
              ? "snippets stand one row further down: insert a row above this one, for customer,"
                  + " event or first, or to be left empty"
              : "here stands customer, event or first, of which the condition below then names a"
                  + " field, or nothing");
      return new TableColumn.Description(type.place());
    }
    if (snippet == null) {
      throw new IllegalArgumentException(
          "a CONDITION column has a snippet two rows further down, such as customer.tier =="
              + " \"$param\"");
    }
    return TableColumn.Condition.of(snippet.place(), about, snippet.text());
  }

  private TableColumn keys(TableCell type, TableCell object, TableCell snippet) {
    if (object != null) {
      fail(object, "only CONDITION columns have something here: leave this cell empty");
    }
    if (snippet == null) {
      throw new IllegalArgumentException(
          "an ACTION column says a key of campaigns two rows further down, such as offer, or"
              + " lever: $param");
    }
    return TableColumn.Keys.of(snippet.place(), snippet.text());
  }

  private void withoutType(TableCell cell) {
    fail(
        cell,
        "this column has no type: write NAME, CONDITION, ACTION or DESCRIPTION into row "
            + (start.row() + TYPES + 1));
  }

  /** Whoever leaves out the headings would miss the first campaign. */
  private void headings(Collection<String> offers) {
    for (TableCell heading : cells(HEADINGS)) {
      TableColumn column = columns.get(heading.column());
      if (column instanceof TableColumn.Keys keys
          && keys.isOffer()
          && offers.contains(heading.text())) {
        fail(
            heading,
            "this is the row of headings, but `"
                + heading.text()
                + "` is an offer: insert a row above this one, with headings for people");
      }
    }
  }

  private void fail(TableCell cell, String message) {
    failed = true;
    sheet.error(cell, message);
  }
}
