package io.offerflow.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileFormTest {
  @ParameterizedTest
  @CsvSource({
    "UTF-16, UTF_16",
    "UTF-16LE, UTF_16",
    "UTF-16BE, UTF_16",
    "UTF-32, UTF_32",
    "UTF-32LE, UTF_32",
    "UTF-32BE, UTF_32",
    "x-UTF-16LE-BOM, UTF_16",
    "X-UTF-32LE-BOM, UTF_32",
    "X-UTF-32BE-BOM, UTF_32",
  })
  void encodingsOfWideCharacters(String charset, FileForm form) {
    for (String text : new String[] {"{\"id\": 1}", "offerflow: 1", "c-1\t5"}) {
      assertThat(FileForm.of(text.getBytes(Charset.forName(charset)))).isEqualTo(form);
    }
  }

  @Test
  void whatIsPacked() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    new GZIPOutputStream(gzip).close();
    assertThat(FileForm.of(gzip.toByteArray())).isEqualTo(FileForm.GZIP);
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("a"));
    }
    assertThat(FileForm.of(zip.toByteArray())).isEqualTo(FileForm.ZIP);
    assertThat(FileForm.of("BZh91AY&SY".getBytes(UTF_8))).isEqualTo(FileForm.PACKED);
    assertThat(FileForm.of(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 4}))
        .isEqualTo(FileForm.PACKED);
    assertThat(FileForm.of(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4}))
        .isEqualTo(FileForm.PACKED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "{}", "\ufeff{}", "BZh9 is a shop", "PK", "流量", "\0", "\n\n\n\n"})
  void whatMayBeText(String text) {
    assertThat(FileForm.of(text.getBytes(UTF_8))).isEqualTo(FileForm.TEXT);
  }
}
