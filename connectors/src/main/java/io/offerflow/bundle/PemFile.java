package io.offerflow.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 keys as {@code openssl genpkey} and {@code openssl pkey -pubout} write them. */
final class PemFile {
  static final String ALGORITHM = "Ed25519";
  private static final int MAX_BYTES = 1 << 14;

  private PemFile() {}

  static PublicKey publicKey(Path file) throws IOException {
    byte[] encoded = body(file, "PUBLIC KEY");
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds a public key that is not of Ed25519", e);
    }
  }

  static PrivateKey privateKey(Path file) throws IOException {
    byte[] encoded = body(file, "PRIVATE KEY");
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      // Without the cause: it may quote what must stay secret.
      throw new IOException(file + " holds a private key that is not of Ed25519");
    }
  }

  private static byte[] body(Path file, String what) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    if (!Files.isReadable(file)) {
      throw new IOException("the file " + file + " may not be read");
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is too large for a key");
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    Matcher block =
        Pattern.compile(
                "-----BEGIN " + what + "-----([A-Za-z0-9+/=\\s]+)-----END " + what + "-----")
            .matcher(text);
    if (!block.find()) {
      throw new IOException(
          file + " is no key in PEM: it should hold a line -----BEGIN " + what + "-----");
    }
    try {
      return Base64.getMimeDecoder().decode(block.group(1));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no key in PEM: its text is damaged");
    }
  }
}
