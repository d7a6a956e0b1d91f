package io.offerflow.event;

import java.util.Arrays;

/** What a file is that should be text in UTF-8, as its first bytes give it away. */
public enum FileForm {
  /** Nothing speaks against it. */
  TEXT(""),
  UTF_16("is in UTF-16: save it as UTF-8"),
  UTF_32("is in UTF-32: save it as UTF-8"),
  GZIP("is compressed (gzip): unpack it first"),
  ZIP("is a zip file or a document of an office program: save it as text in UTF-8"),
  PACKED("is compressed (bzip2, xz or zstd): unpack it first");

  /** How many bytes of a file tell what it is. */
  public static final int BEGINNING = 8;

  private static final byte[] ZIP_MARK = {'P', 'K', 3, 4};
  private static final byte[] GZIP_MARK = {0x1f, (byte) 0x8b};
  private static final byte[][] PACKED_MARKS = {
    // As all tools write it; a text may begin with the mark alone, BZh.
    {'B', 'Z', 'h', '9', '1', 'A', 'Y', '&'},
    {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
    {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
  };

  private final String advice;

  FileForm(String advice) {
    this.advice = advice;
  }

  /** What is wrong with it and what to do, to stand after the file's name; empty for text. */
  public String advice() {
    return advice;
  }

  /**
   * Judges by the first bytes.
   *
   * @param beginning of a file; may be shorter or longer than {@link #BEGINNING}
   */
  public static FileForm of(byte[] beginning) {
    if (begins(beginning, GZIP_MARK)) {
      return GZIP;
    }
    if (begins(beginning, ZIP_MARK)) {
      return ZIP;
    }
    for (byte[] mark : PACKED_MARKS) {
      if (begins(beginning, mark)) {
        return PACKED;
      }
    }
    return wide(beginning);
  }

  /** Marked as such, or with the zeros that letters and brackets have in these encodings. */
  private static FileForm wide(byte[] b) {
    if (b.length < 2) {
      return TEXT;
    }
    boolean little = b[0] == (byte) 0xff && b[1] == (byte) 0xfe;
    boolean big = b[0] == (byte) 0xfe && b[1] == (byte) 0xff;
    if (b.length >= 4) {
      boolean littleEnd = (little || (b[0] != 0 && b[1] == 0)) && b[2] == 0 && b[3] == 0;
      boolean bigEnd = b[0] == 0 && b[1] == 0 && (b[2] != 0 || b[3] != 0);
      if (littleEnd || bigEnd) {
        return UTF_32;
      }
    }
    return little || big || (b[0] == 0) != (b[1] == 0) ? UTF_16 : TEXT;
  }

  private static boolean begins(byte[] file, byte[] mark) {
    return file.length >= mark.length && Arrays.equals(file, 0, mark.length, mark, 0, mark.length);
  }
}
