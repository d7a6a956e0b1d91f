package io.offerflow.feed;

import io.offerflow.event.FileForm;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of records, one a line: text in UTF-8, as it is or packed by gzip. What it is its first
 * bytes say, not its name.
 *
 * @param name the file's own, without its folder; without {@code .gz} where it was packed, so that
 *     ids and places are those of the file in it
 * @param bytes the text, without a byte order mark
 */
public record RecordFile(String name, InputStream bytes) {
  private static final int BUFFER = 1 << 16;
  private static final String PACKED = ".gz";

  /**
   * Opens a file.
   *
   * @throws UnfitFileException when it is neither; also while its bytes are read, when what is
   *     packed is damaged
   * @throws IOException when it cannot be read
   */
  public static RecordFile open(Path file) throws IOException {
    String name = file.getFileName().toString();
    InputStream in = Files.newInputStream(file);
    try {
      PushbackInputStream bytes = new PushbackInputStream(in, FileForm.BEGINNING);
      FileForm form = beginning(bytes);
      if (form == FileForm.GZIP) {
        bytes = new PushbackInputStream(new Unpacked(bytes, file), FileForm.BEGINNING);
        form = beginning(bytes);
        name = name.endsWith(PACKED) ? name.substring(0, name.length() - PACKED.length()) : name;
      }
      if (form != FileForm.TEXT) {
        throw new UnfitFileException(file + " " + form.advice(), null);
      }
      return new RecordFile(name, bytes);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** What the stream holds, which then begins behind the byte order mark of UTF-8. */
  private static FileForm beginning(PushbackInputStream in) throws IOException {
    byte[] first = in.readNBytes(FileForm.BEGINNING);
    boolean marked =
        first.length >= 3
            && first[0] == (byte) 0xef
            && first[1] == (byte) 0xbb
            && first[2] == (byte) 0xbf;
    in.unread(marked ? Arrays.copyOfRange(first, 3, first.length) : first);
    return FileForm.of(first);
  }

  /** Says which file it was that cannot be unpacked. */
  private static final class Unpacked extends FilterInputStream {
    private final Path file;

    Unpacked(InputStream packed, Path file) throws IOException {
      super(null);
      this.file = file;
      try {
        in = new GZIPInputStream(packed, BUFFER);
      } catch (EOFException | ZipException e) {
        throw damaged(e);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return in.read(into, offset, length);
      } catch (EOFException | ZipException e) {
        throw damaged(e);
      }
    }

    private UnfitFileException damaged(IOException e) {
      return new UnfitFileException(
          file + " is compressed (gzip), and damaged or cut off: copy it anew", e);
    }
  }
}
