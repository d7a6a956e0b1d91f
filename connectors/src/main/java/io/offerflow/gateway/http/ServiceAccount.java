package io.offerflow.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;

/** What a service account's JSON file says, as Google hands it out. */
record ServiceAccount(
    String project, String email, String keyId, PrivateKey key, URI tokenAddress) {

  /** A file that is none; the message quotes nothing of it. */
  static final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message, null, false, false);
    }
  }

  static ServiceAccount read(String json) throws UnfitException {
    try {
      JsonNode file = new ObjectMapper().readTree(json);
      return new ServiceAccount(
          file.path("project_id").asText(null),
          member(file, "client_email"),
          member(file, "private_key_id"),
          PemKey.read(member(file, "private_key"), "RSA"),
          URI.create(member(file, "token_uri")));
    } catch (JsonProcessingException e) {
      throw new UnfitException("a service account's file is JSON, and this is not");
    } catch (GeneralSecurityException e) {
      throw new UnfitException(
          "the member `private_key` of the service account: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new UnfitException("the member `token_uri` of the service account is no URL");
    }
  }

  private static String member(JsonNode file, String name) throws UnfitException {
    String text = file.path(name).asText("");
    if (text.isEmpty()) {
      throw new UnfitException("the service account's file has no member `" + name + "`");
    }
    return text;
  }

  @Override
  public String toString() {
    return "a service account of " + project;
  }
}
