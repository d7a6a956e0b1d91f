package io.offerflow.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Looks into a workbook before it is parsed: its parser builds a tree of all that the file unpacks
 * to, so that what is too large, or no plain workbook, must not reach it.
 */
final class TableArchive {
  /** Texts and pictures count once; it is {@link #MAX_NODES} that bounds the tree. */
  static final int MAX_UNPACKED = 32 << 20;

  static final String DAMAGED =
      "this cannot be read as an Excel workbook: open it in Excel or LibreOffice and save it again";

  /** Elements and attributes, five or so a cell. */
  private static final int MAX_NODES = 1_000_000;

  private static final int MAX_PARTS = 2_000;
  private static final int MAX_DEPTH = 200;
  private static final String STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main";

  private final Set<String> names = new HashSet<>();
  private int unpacked;
  private int nodes;

  private TableArchive() {}

  /** Why the file is refused; null when it is a workbook to parse. */
  static String refusal(byte[] bytes) {
    TableArchive archive = new TableArchive();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String refusal = archive.part(entry.getName(), zip);
        if (refusal != null) {
          return refusal;
        }
      }
    } catch (IOException | IllegalArgumentException broken) {
      return DAMAGED;
    }
    return archive.refusal();
  }

  private String part(String name, ZipInputStream zip) throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!names.add(lower)) {
      return DAMAGED;
    }
    if (names.size() > MAX_PARTS) {
      return "this workbook has too many parts: keep tables in a workbook of their own";
    }
    byte[] content = zip.readNBytes(MAX_UNPACKED - unpacked + 1);
    unpacked += content.length;
    if (unpacked > MAX_UNPACKED) {
      return "this workbook is too large: at most "
          + (MAX_UNPACKED >> 20)
          + " MiB unpacked; split it, and leave out pictures";
    }
    if (!lower.endsWith(".xml") && !lower.endsWith(".rels")) {
      return null;
    }
    try {
      return xml(content);
    } catch (XMLStreamException broken) {
      return DAMAGED;
    }
  }

  /** POI is given only what is well-formed, flat and free of entities: it logs traces otherwise. */
  private String xml(byte[] content) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(content));
    int depth = 0;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
        return "this workbook declares XML entities, as no spreadsheet program does: save it again"
            + " with one";
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (depth == 0 && STRICT.equals(reader.getNamespaceURI())) {
          return "this is a Strict Open XML workbook: save it as an ordinary Excel workbook"
              + " (.xlsx)";
        }
        depth++;
        nodes += 1 + reader.getAttributeCount();
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
      if (depth > MAX_DEPTH) {
        return DAMAGED;
      }
      if (nodes > MAX_NODES) {
        return "this workbook has too many cells: keep tables in a workbook of their own, and"
            + " delete the formats of empty rows";
      }
    }
    return null;
  }

  private String refusal() {
    if (names.contains("xl/vbaproject.bin")) {
      return "no macros here: save the workbook as .xlsx, without them";
    }
    if (names.contains("xl/workbook.bin")) {
      return "this is a binary workbook (.xlsb): save it as .xlsx";
    }
    return names.contains("xl/workbook.xml")
        ? null
        : "this is no Excel workbook: save the table as .xlsx, or as CSV";
  }
}
