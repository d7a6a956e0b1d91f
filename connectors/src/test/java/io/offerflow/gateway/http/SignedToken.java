package io.offerflow.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** Reads a JSON Web Token as its addressee would, signature and all. */
record SignedToken(JsonNode header, JsonNode claims) {
  static SignedToken verified(String token, PublicKey key, String algorithmOfJdk) throws Exception {
    String[] parts = token.split("\\.");
    assertThat(parts).hasSize(3);
    Signature signature = Signature.getInstance(algorithmOfJdk);
    signature.initVerify(key);
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    return new SignedToken(json(parts[0]), json(parts[1]));
  }

  private static JsonNode json(String part) throws Exception {
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(part));
  }
}
