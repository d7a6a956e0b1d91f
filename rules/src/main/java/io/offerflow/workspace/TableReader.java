package io.offerflow.workspace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the tables of one sheet: each row becomes the campaign that a file could have said. */
final class TableReader {
  private static final Set<String> LISTS = Set.of("channels", "untag");

  private final Sheet sheet;
  private final NavigableMap<Integer, List<TableCell>> rows;
  private final Set<String> offers;
  private final Taker taker;
  private final List<Yaml.Entry> defaults = new ArrayList<>();
  private final List<Yaml> conditions = new ArrayList<>();

  /** Takes the rows, in order. */
  interface Taker {
    /**
     * Takes a row.
     *
     * @param sheet for problems with it
     * @param label the file and the place in it, as {@link Campaign#file}
     */
    void row(Sheet sheet, String label, Yaml campaign);
  }

  /** A table below its {@code RuleTable}, and what was found wrong in its rows. */
  private record Table(NavigableMap<Integer, TableColumn> columns, TableFindings findings) {}

  private TableReader(Sheet sheet, TableGrid grid, Set<String> offers, Taker taker) {
    this.sheet = sheet;
    this.rows = grid.rows();
    this.offers = offers;
    this.taker = taker;
  }

  /**
   * Reads a file of tables/; what cannot be read is among the problems.
   *
   * @param offers the names of offers
   */
  static void read(String file, byte[] bytes, Problems problems, Set<String> offers, Taker taker) {
    List<TableGrid> grids;
    if (file.endsWith(".csv")) {
      TableGrid grid = TableCsv.read(file, bytes, problems);
      grids = grid == null ? null : List.of(grid);
    } else {
      grids = TableWorkbook.read(file, bytes, problems);
    }
    if (grids == null) {
      return;
    }
    List<TableGrid> tables = grids.stream().filter(TableReader::hasTable).toList();
    if (tables.isEmpty()) {
      withoutTable(file, grids, problems);
      return;
    }
    for (TableGrid grid : grids) {
      Sheet sheet = new Sheet(file, grid.tab(), problems);
      if (tables.contains(grid)) {
        new TableReader(sheet, grid, offers, taker).read();
      } else if (!grid.rows().isEmpty()) {
        sheet.warningOfSheet("this sheet has no RuleTable and was not read");
      }
    }
  }

  private static boolean hasTable(TableGrid grid) {
    return cells(grid).anyMatch(cell -> TableWords.isRuleTable(cell.text()));
  }

  private static Stream<TableCell> cells(TableGrid grid) {
    return grid.rows().values().stream().flatMap(List::stream);
  }

  private static void withoutTable(String file, List<TableGrid> grids, Problems problems) {
    for (TableGrid grid : grids) {
      TableCell meant =
          cells(grid)
              .filter(cell -> TableWords.looksLikeRuleTable(cell.text()))
              .findFirst()
              .orElse(null);
      if (meant != null) {
        new Sheet(file, grid.tab(), problems)
            .error(meant, "write RuleTable in one word, and a name for the table after it");
        return;
      }
    }
    problems.error(
        file,
        "there is no table in this file: a cell with RuleTable and a name begins one, as"
            + " docs/tables.md shows");
  }

  private void read() {
    Table table = null;
    int next = 0;
    for (Map.Entry<Integer, List<TableCell>> row : rows.entrySet()) {
      TableCell start =
          row.getValue().stream()
              .filter(cell -> TableWords.isRuleTable(cell.text()))
              .findFirst()
              .orElse(null);
      if (start != null) {
        finish(table);
        table = begin(start);
        next = start.row() + TableHeader.ROWS;
      } else if (row.getKey() >= next && next > 0) {
        row(row.getValue(), table);
      } else if (next == 0) {
        property(row.getValue());
      }
    }
    finish(table);
  }

  private Table begin(TableCell start) {
    TableHeader header = new TableHeader(sheet, start, rows);
    NavigableMap<Integer, TableColumn> columns = header.columns(offers);
    return columns == null
        ? null
        : new Table(tail(columns, start), new TableFindings(sheet, columns));
  }

  private static NavigableMap<Integer, TableColumn> tail(
      NavigableMap<Integer, TableColumn> columns, TableCell start) {
    return new TreeMap<>(columns.tailMap(start.column(), true));
  }

  private static void finish(Table table) {
    if (table != null) {
      table.findings.report();
    }
  }

  /** A key of campaigns, and what it says for all rows that say nothing else. */
  private void property(List<TableCell> cells) {
    List<TableCell> own = cells.stream().filter(cell -> !cell.continued()).toList();
    TableCell key = own.get(0);
    List<TableCell> values = own.subList(1, own.size());
    String refusal = TableWords.refusal(key.text());
    if (TableWords.isRuleSet(key.text())) {
      return;
    }
    if (refusal != null) {
      sheet.error(key, refusal);
    } else if (values.isEmpty()) {
      sheet.error(
          key,
          "above a table stands what holds for all its rows: a key of campaigns, and its value in"
              + " the next cell; comments stand in DESCRIPTION columns");
    } else if (key.text().equals("if")) {
      values.forEach(value -> conditions.add(TableValue.text(value.text(), value.place())));
    } else if (LISTS.contains(key.text())) {
      property(key, () -> TableValue.listOf(values));
    } else if (values.size() > 1) {
      sheet.error(
          values.get(1), "`" + Sheet.shorten(key.text()) + "` has its value in the cell before");
    } else {
      property(key, () -> TableValue.of(values.get(0).text(), values.get(0).place()));
    }
  }

  private void property(TableCell key, Supplier<Yaml> value) {
    try {
      Yaml.Scalar name = TableValue.text(key.text(), key.place());
      if (defaults.stream().anyMatch(entry -> entry.name().equals(key.text()))) {
        sheet.error(
            key, "`" + Sheet.shorten(key.text()) + "` was said before: remove one of the two");
      }
      defaults.add(new Yaml.Entry(name, value.get()));
    } catch (IllegalArgumentException wrong) {
      sheet.error(key, "`" + Sheet.shorten(key.text()) + "`: " + wrong.getMessage());
    }
  }

  private void row(List<TableCell> cells, Table table) {
    if (table == null) {
      return;
    }
    List<TableCell> said = new ArrayList<>();
    for (TableCell cell : cells) {
      TableColumn column = table.columns.get(cell.column());
      if (column == null && cell.column() >= table.columns.firstKey()) {
        sheet.error(cell, "this column has no type: write one above it, or remove the cell");
      } else if (column != null && !(column instanceof TableColumn.Description)) {
        said.add(cell);
      }
    }
    if (!said.isEmpty()) {
      campaign(said, table);
    }
  }

  private void campaign(List<TableCell> cells, Table table) {
    Sheet own = new Sheet(sheet.file(), sheet.tab(), sheet.problems().draft());
    TableRow row = new TableRow();
    conditions.forEach(row::condition);
    Set<String> unread = new HashSet<>();
    for (TableCell cell : cells) {
      TableColumn column = table.columns.get(cell.column());
      try {
        if (cell.continued()) {
          throw new IllegalArgumentException("cells of two columns are merged here: split them");
        }
        column.fill(row, cell);
      } catch (IllegalArgumentException wrong) {
        own.error(cell, Sheet.shorten(wrong.getMessage()));
        unread.addAll(column.keys());
      }
    }
    defaults.forEach(row::putIfAbsent);
    taker.row(own, label(cells.get(0)), row.campaign(name(cells, table).place()));
    table.findings.add(cells, own.problems().sorted(), unread);
    own.problems().passOn(sheet.problems());
  }

  /** Where problems of the row as a whole are reported. */
  private static TableCell name(List<TableCell> said, Table table) {
    return said.stream()
        .filter(cell -> table.columns.get(cell.column()) instanceof TableColumn.Name)
        .findFirst()
        .orElse(said.get(0));
  }

  private String label(TableCell cell) {
    String tab = sheet.tab() == null ? "" : "!" + sheet.tab();
    return sheet.file() + tab + ":" + (cell.row() + 1);
  }
}
