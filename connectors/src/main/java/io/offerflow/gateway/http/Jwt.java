package io.offerflow.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** JSON Web Tokens, signed as RFC 7515 has it. */
final class Jwt {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** Of RFC 7518; the names that the JDK has for them. */
  enum Algorithm {
    RS256("SHA256withRSA"),
    ES256("SHA256withECDSAinP1363Format");

    private final String ofJdk;

    Algorithm(String ofJdk) {
      this.ofJdk = ofJdk;
    }
  }

  private Jwt() {}

  /**
   * A token.
   *
   * @param header members beside {@code alg}
   */
  static String sign(
      Algorithm algorithm, PrivateKey key, Map<String, Object> header, Map<String, Object> claims)
      throws GeneralSecurityException {
    Map<String, Object> whole = new TreeMap<>(header);
    whole.put("alg", algorithm.name());
    String signed = part(whole) + "." + part(claims);
    Signature signature = Signature.getInstance(algorithm.ofJdk);
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64.encodeToString(signature.sign());
  }

  private static String part(Map<String, Object> members) {
    try {
      return BASE64.encodeToString(JSON.writeValueAsBytes(members));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
