package io.offerflow.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** The private key (Ed25519) of somebody who deploys. */
public final class SigningKey {
  private final PrivateKey key;
  private final PublicKey publicKey;

  private SigningKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /**
   * Reads a PEM file with one {@code PRIVATE KEY} (PKCS#8, not encrypted).
   *
   * @throws IOException naming the file when it is none
   */
  public static SigningKey read(Path file) throws IOException {
    PrivateKey key = PemFile.privateKey(file);
    return new SigningKey(key, PemFile.publicKeyOf(key, file));
  }

  /** By which others know what it signed. */
  public PublicKey publicKey() {
    return publicKey;
  }

  byte[] sign(byte[] bytes, int length) {
    try {
      Signature signature = Signature.getInstance(PemFile.ALGORITHM);
      signature.initSign(key);
      signature.update(bytes, 0, length);
      return signature.sign();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a key that was tried when it was read", impossible);
    }
  }
}
