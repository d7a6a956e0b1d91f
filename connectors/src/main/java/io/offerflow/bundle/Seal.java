package io.offerflow.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * The signature of a JSON object: its last member, base64 of an Ed25519 signature over all bytes
 * before that member. What is handed on is what was signed, byte for byte, so that nothing depends
 * on the ways in which JSON can say the same.
 */
final class Seal {
  private static final byte[] MEMBER = ",\"signature\":\"".getBytes(StandardCharsets.US_ASCII);

  /** Base64 of 64 bytes. */
  private static final int CHARS = 88;

  private static final int TAIL = MEMBER.length + CHARS + 2;

  private final SigningKey signing;
  private final TrustedKeys trusted;

  /**
   * @param signing null to sign nothing
   */
  Seal(SigningKey signing, TrustedKeys trusted) {
    this.signing = signing;
    this.trusted = trusted;
  }

  /** Signs an object, where there is a key to sign with. */
  byte[] close(byte[] object) {
    if (signing == null) {
      return object;
    }
    int length = object.length - 1;
    byte[] signature = Base64.getEncoder().encode(signing.sign(object, length));
    byte[] sealed = Arrays.copyOf(object, length + TAIL);
    System.arraycopy(MEMBER, 0, sealed, length, MEMBER.length);
    System.arraycopy(signature, 0, sealed, length + MEMBER.length, CHARS);
    sealed[sealed.length - 2] = '"';
    sealed[sealed.length - 1] = '}';
    return sealed;
  }

  /**
   * The object without its signature.
   *
   * @throws UnfitRecordException when it is not signed as it must be
   */
  byte[] open(byte[] sealed) throws UnfitRecordException {
    int length = sealed.length - TAIL;
    if (!isOn(sealed)) {
      if (trusted.demandSignatures()) {
        throw new UnfitRecordException("it is not signed");
      }
      return sealed;
    }
    if (trusted.demandSignatures() && !trusted.haveSigned(sealed, length, signature(sealed))) {
      throw new UnfitRecordException("it is not signed by anybody who may deploy");
    }
    byte[] object = Arrays.copyOf(sealed, length + 1);
    object[length] = '}';
    return object;
  }

  /** Whether a record has a signature, be it right or wrong. */
  static boolean isOn(byte[] sealed) {
    int length = sealed.length - TAIL;
    return length > 0
        && Arrays.equals(sealed, length, length + MEMBER.length, MEMBER, 0, MEMBER.length)
        && sealed[sealed.length - 2] == '"'
        && sealed[sealed.length - 1] == '}';
  }

  /** Nobody's when it is not base64 as it is written here: Java reads some other spellings too. */
  private static byte[] signature(byte[] sealed) {
    int end = sealed.length - 2;
    byte[] text = Arrays.copyOfRange(sealed, end - CHARS, end);
    try {
      byte[] signature = Base64.getDecoder().decode(text);
      return Arrays.equals(Base64.getEncoder().encode(signature), text) ? signature : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
