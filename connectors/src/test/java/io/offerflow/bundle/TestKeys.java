package io.offerflow.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** A pair of keys in PEM files, as OpenSSL writes them. */
record TestKeys(Path privateKey, Path publicKey) {

  static TestKeys in(Path folder, String name) throws IOException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new TestKeys(
          pem(folder.resolve(name + ".pem"), "PRIVATE KEY", pair.getPrivate().getEncoded()),
          pem(folder.resolve(name + ".pub.pem"), "PUBLIC KEY", pair.getPublic().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path pem(Path file, String what, byte[] encoded) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  static TestKeys anywhere() {
    try {
      return in(Files.createTempDirectory("keys"), "key");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs, and believes what any of these signed. */
  BundleCodec codec(TestKeys... trusted) {
    try {
      List<Path> files = Stream.of(trusted).map(TestKeys::publicKey).toList();
      return new BundleCodec(SigningKey.read(privateKey), TrustedKeys.read(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
