package io.offerflow.bundle;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The public keys (Ed25519) of those who may deploy; several, so that keys can be changed. */
public final class TrustedKeys implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nothing is verified: whoever can write to the topic may deploy. */
  public static final TrustedKeys NONE = new TrustedKeys(List.of());

  private final ArrayList<PublicKey> keys;

  private TrustedKeys(Collection<PublicKey> keys) {
    this.keys = new ArrayList<>(keys);
  }

  public static TrustedKeys of(PublicKey... keys) {
    return new TrustedKeys(List.of(keys));
  }

  /**
   * Reads PEM files, each with one {@code PUBLIC KEY}.
   *
   * @throws IOException naming the file that is none
   */
  public static TrustedKeys read(Collection<Path> files) throws IOException {
    List<PublicKey> keys = new ArrayList<>();
    for (Path file : files) {
      keys.add(PemFile.publicKey(file));
    }
    return new TrustedKeys(keys);
  }

  /** Whether records must be signed at all. */
  boolean demandSignatures() {
    return !keys.isEmpty();
  }

  boolean haveSigned(byte[] bytes, int length, byte[] signature) {
    for (PublicKey key : keys) {
      if (hasSigned(key, bytes, length, signature)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasSigned(PublicKey key, byte[] bytes, int length, byte[] signature) {
    try {
      Signature check = Signature.getInstance(PemFile.ALGORITHM);
      check.initVerify(key);
      check.update(bytes, 0, length);
      return check.verify(signature);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }
}
