package io.offerflow.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.drools.template.parser.DataListener;

/** The cells of one sheet that are not blank, as Drools' parsers of tables tell of them. */
final class TableGrid implements DataListener {
  private final String tab;
  private final Maker maker;
  private final NavigableMap<Integer, List<TableCell>> rows = new TreeMap<>();

  /** Knows more of a cell than Drools' parser says. */
  interface Maker {
    TableCell cell(int row, int column, String text, boolean continued);
  }

  /**
   * A sheet without cells yet.
   *
   * @param tab its name, null for a file without sheets
   */
  TableGrid(String tab, Maker maker) {
    this.tab = tab;
    this.maker = maker;
  }

  String tab() {
    return tab;
  }

  /** By row, from 0; rows without cells are left out. */
  NavigableMap<Integer, List<TableCell>> rows() {
    return rows;
  }

  @Override
  public void startSheet(String name) {
    // The name is known already, and Drools' parser of workbooks does not say it.
  }

  @Override
  public void finishSheet() {
    // Said twice by Drools' parser of CSV; there is nothing to finish.
  }

  @Override
  public void newRow(int row, int columns) {
    // A row exists once it has a cell.
  }

  @Override
  public void newCell(int row, int column, String value, int mergedFrom) {
    String text = value == null ? "" : TableCell.strip(value);
    if (!text.isEmpty()) {
      boolean continued = mergedFrom != NON_MERGED && mergedFrom != column;
      rows.computeIfAbsent(row, at -> new ArrayList<>())
          .add(maker.cell(row, column, text, continued));
    }
  }
}
