package io.offerflow.workspace;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the cells of one column become. All methods throw IllegalArgumentException with what is
 * wrong with a cell.
 */
sealed interface TableColumn {
  /** Where a problem of every row is reported. */
  YamlSource.Place head();

  void fill(TableRow row, TableCell cell);

  /** The keys of campaigns that its cells say. */
  default List<String> keys() {
    return List.of();
  }

  /** Comments for people. */
  record Description(YamlSource.Place head) implements TableColumn {
    @Override
    public void fill(TableRow row, TableCell cell) {
      // Nothing is made of it.
    }
  }

  /** The campaigns' names. */
  record Name(YamlSource.Place head) implements TableColumn {
    @Override
    public void fill(TableRow row, TableCell cell) {
      Yaml name = TableValue.text(cell.text(), cell.place());
      row.put(new Yaml.Entry(TableValue.text("campaign", head), name));
    }

    @Override
    public List<String> keys() {
      return List.of("campaign");
    }
  }

  /**
   * Keys of campaigns.
   *
   * @param template the snippet as a tree with placeholders
   */
  record Keys(YamlSource.Place head, TableSnippet snippet, Yaml.Mapping template)
      implements TableColumn {
    private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}_ -]+");
    private static final Set<String> LISTS = Set.of("channels", "untag");

    static Keys of(YamlSource.Place head, String text) {
      String full = text;
      if (KEY.matcher(text).matches()) {
        full = text + (LISTS.contains(text) ? ": [$param]" : ": $param");
      }
      TableSnippet snippet = TableSnippet.of(full);
      if (snippet.kind() == TableSnippet.Kind.EACH) {
        throw new IllegalArgumentException("forall is for conditions: write $param, or $1, $2");
      }
      if (!(TableValue.parse(full) instanceof Yaml.Mapping template)) {
        throw new IllegalArgumentException(
            "an ACTION column says a key of campaigns, such as offer, or lever: $param");
      }
      for (Yaml.Entry entry : template.entries()) {
        if (entry.name().equals("if")) {
          throw new IllegalArgumentException("`if` is what CONDITION columns are for: use one");
        }
      }
      return new Keys(head, snippet, template);
    }

    @Override
    public void fill(TableRow row, TableCell cell) {
      if (snippet.kind() == TableSnippet.Kind.CONSTANT) {
        Condition.requireMark(cell);
      }
      List<String> values = snippet.values(cell.text());
      String misfit = snippet.misfit(values);
      if (misfit != null) {
        throw new IllegalArgumentException(misfit);
      }
      TableValue.Places places = new TableValue.Places(head, cell.place());
      Yaml.Mapping filled = (Yaml.Mapping) TableValue.filled(template, values, places);
      filled.entries().forEach(row::put);
    }

    @Override
    public List<String> keys() {
      return template.entries().stream().map(Yaml.Entry::name).toList();
    }

    /** Whether cells are names of offers. */
    boolean isOffer() {
      return keys().equals(List.of("offer")) && snippet.text().endsWith(": $param");
    }
  }

  /**
   * A condition.
   *
   * @param compared the left side and the operator, when the snippet leaves out the right side;
   *     else null
   */
  record Condition(YamlSource.Place head, TableSnippet snippet, String compared)
      implements TableColumn {
    private static final Pattern OPEN =
        Pattern.compile(
            "(.*?)\\s*(==|!=|<=|>=|<|>|\\b(?:not )?contains|\\bmatches|\\b(?:not )?in)");
    private static final Pattern FIELD = Pattern.compile("[\\p{L}\\p{N}_]+");
    private static final Pattern LITERAL =
        Pattern.compile("-?[0-9]+(\\.[0-9]+)?|true|false", Pattern.CASE_INSENSITIVE);
    private static final Set<String> OBJECTS = Set.of("customer", "event", "first");
    private static final Set<String> MARKS = Set.of("x", "true", "yes", "\u2713");

    /**
     * Reads a snippet.
     *
     * @param object what stands above it: customer, event or first, whose fields it then names;
     *     null when nothing does
     */
    static Condition of(YamlSource.Place head, String object, String text) {
      refuseCurlyQuotes(text);
      TableSnippet snippet = TableSnippet.of(prefixed(object, text));
      if (snippet.kind() != TableSnippet.Kind.CONSTANT) {
        return new Condition(head, snippet, null);
      }
      Matcher open = OPEN.matcher(snippet.text());
      if (object != null && FIELD.matcher(text).matches()) {
        return new Condition(head, snippet, snippet.text() + " ==");
      }
      return new Condition(head, snippet, open.matches() ? snippet.text() : null);
    }

    static boolean isObject(String cell) {
      return OBJECTS.contains(cell);
    }

    private static String prefixed(String object, String text) {
      if (object == null) {
        return text;
      }
      if (text.startsWith(object + ".")) {
        throw new IllegalArgumentException(
            "`"
                + object
                + "` stands above this cell: write only "
                + Sheet.shorten(text.substring(object.length() + 1))
                + " here");
      }
      Matcher each = org.drools.template.model.SnippetBuilder.PARAM_FORALL_PATTERN.matcher(text);
      if (each.matches()) {
        return text.substring(0, each.start(2)) + object + "." + text.substring(each.start(2));
      }
      return object + "." + text;
    }

    @Override
    public void fill(TableRow row, TableCell cell) {
      refuseCurlyQuotes(cell.text());
      List<String> values = snippet.values(cell.text());
      String misfit = snippet.misfit(values);
      if (misfit != null) {
        throw new IllegalArgumentException(misfit);
      }
      row.condition(TableValue.text(text(values, cell), cell.place()));
    }

    private String text(List<String> values, TableCell cell) {
      if (snippet.kind() != TableSnippet.Kind.CONSTANT) {
        return snippet.condition(values);
      }
      if (compared == null) {
        requireMark(cell);
        return snippet.text();
      }
      if (compared.endsWith(" in")) {
        List<String> all = TableSnippet.split(cell.text());
        return compared
            + " ("
            + String.join(", ", all.stream().map(Condition::literal).toList())
            + ")";
      }
      return compared + " " + literal(cell.text());
    }

    /** Numbers, true, false and what is quoted stand for themselves, the rest is text. */
    private static String literal(String cell) {
      if (LITERAL.matcher(cell).matches()) {
        return cell.toLowerCase(Locale.ROOT);
      }
      return TableSnippet.isQuoted(cell) ? cell : '"' + TableSnippet.escaped(cell) + '"';
    }

    /** A snippet without a placeholder holds where the cell says so. */
    static void requireMark(TableCell cell) {
      if (!MARKS.contains(cell.text().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "the snippet of this column has no $param, so a cell only says whether it holds: write"
                + " x, or leave the cell empty");
      }
    }

    private static void refuseCurlyQuotes(String text) {
      if (text.indexOf('\u201c') >= 0 || text.indexOf('\u201d') >= 0) {
        throw new IllegalArgumentException(
            "these quotes are typographic: write straight ones, \", and switch off their"
                + " replacement while typing");
      }
    }
  }
}
