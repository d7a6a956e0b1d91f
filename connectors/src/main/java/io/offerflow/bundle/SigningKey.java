package io.offerflow.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** The private key (Ed25519) of somebody who deploys. */
public final class SigningKey {
  private final PrivateKey key;

  private SigningKey(PrivateKey key) {
    this.key = key;
  }

  /**
   * Reads a PEM file with one {@code PRIVATE KEY} (PKCS#8, not encrypted).
   *
   * @throws IOException naming the file when it is none
   */
  public static SigningKey read(Path file) throws IOException {
    return new SigningKey(PemFile.privateKey(file));
  }

  byte[] sign(byte[] bytes, int length) {
    try {
      Signature signature = Signature.getInstance(PemFile.ALGORITHM);
      signature.initSign(key);
      signature.update(bytes, 0, length);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java from 15 on signs with Ed25519", impossible);
    }
  }
}
