package io.offerflow.workspace;

import io.offerflow.event.Nearest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.drools.decisiontable.parser.ActionType;
import org.drools.decisiontable.parser.DefaultRuleSheetListener;

/**
 * The words of Drools' layout of tables: those that mean something here, and what else to write.
 */
final class TableWords {
  private static final String JAVA =
      " is a way to Java code, which no table reaches: conditions are in Offerflow's own language;"
          + " remove it";
  private static final String NOTHING = " means nothing here: remove it";

  private static final Set<String> TO_JAVA =
      Set.of(
          DefaultRuleSheetListener.IMPORT_TAG,
          DefaultRuleSheetListener.VARIABLES_TAG,
          DefaultRuleSheetListener.FUNCTIONS_TAG,
          DefaultRuleSheetListener.QUERIES_TAG,
          DefaultRuleSheetListener.DECLARES_TAG,
          DefaultRuleSheetListener.UNIT_TAG,
          DefaultRuleSheetListener.DIALECT_TAG);

  private static final Set<String> WITHOUT_MEANING =
      Set.of(
          DefaultRuleSheetListener.SEQUENTIAL_FLAG,
          DefaultRuleSheetListener.MAX_SALIENCE_TAG,
          DefaultRuleSheetListener.MIN_SALIENCE_TAG,
          DefaultRuleSheetListener.ESCAPE_QUOTES_FLAG,
          DefaultRuleSheetListener.NUMERIC_DISABLED_FLAG,
          DefaultRuleSheetListener.IGNORE_NUMERIC_FORMAT_FLAG);

  /** What is said of a word that stands to the left of a value above the tables. */
  private static final Map<String, String> REFUSED = refused();

  private TableWords() {}

  private static Map<String, String> refused() {
    Map<String, String> refused = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    TO_JAVA.forEach(word -> refused.put(word, "`" + word + "`" + JAVA));
    WITHOUT_MEANING.forEach(word -> refused.put(word, "`" + word + "`" + NOTHING));
    for (ActionType.Code code : ActionType.Code.values()) {
      String refusal = refusal(code);
      if (refusal != null) {
        refused.put(code.getColHeader(), refusal);
      }
    }
    return refused;
  }

  static boolean isRuleTable(String cell) {
    return TableCell.strip(cell)
        .toLowerCase(Locale.ROOT)
        .startsWith(DefaultRuleSheetListener.RULE_TABLE_TAG);
  }

  /** Whether somebody most likely meant {@code RuleTable}. */
  static boolean looksLikeRuleTable(String cell) {
    String letters = cell.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return letters.startsWith(DefaultRuleSheetListener.RULE_TABLE_TAG)
        || letters.startsWith("rulestable");
  }

  static boolean isRuleSet(String cell) {
    return cell.equalsIgnoreCase(DefaultRuleSheetListener.RULESET_TAG);
  }

  static boolean isColumnType(String cell) {
    return columnType(cell) != null;
  }

  /** Null when the cell is no type of column. */
  static ActionType.Code columnType(String cell) {
    return ActionType.getTag2code().get(TableCell.strip(cell).toUpperCase(Locale.ROOT));
  }

  static String unknownColumnType(String cell) {
    Set<String> known = new TreeSet<>();
    for (ActionType.Code code : ActionType.Code.values()) {
      if (refusal(code) == null) {
        known.add(code.getColHeader());
      }
    }
    return "\""
        + Sheet.shorten(cell)
        + "\" is no type of column: write NAME, CONDITION, ACTION or DESCRIPTION"
        + Nearest.hint(cell.toUpperCase(Locale.ROOT), known);
  }

  /** Why a word above the tables is refused, or null. */
  static String refusal(String word) {
    return REFUSED.get(word);
  }

  /** Why a type of column is refused, or null. */
  static String refusal(ActionType.Code code) {
    String word = "`" + code.getColHeader() + "`";
    return switch (code) {
      case NAME, CONDITION, ACTION, DESCRIPTION -> null;
      case SALIENCE ->
          word + " decides nothing here: class and score do; write `lever` in an ACTION column";
      case ENABLED -> word + " is `paused` here: write that in an ACTION column";
      case DATEEFFECTIVE, DATEEXPIRES ->
          word
              + " is `active` here: write that in an ACTION column, and in the cells periods such"
              + " as 2026-11-01 .. 2026-12-31";
      default -> word + NOTHING;
    };
  }
}
