package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file that docs/gateways.md shows whole can be used as it stands. */
final class GatewaysDocTest {
  private static final Path PAGE = Path.of("../docs/gateways.md");
  private static final String SECRETS = "/run/secrets/";

  @TempDir Path folder;

  @Test
  void thePageSFilesAreRight() throws Exception {
    for (String name :
        List.of(
            "smsc", "kannel", "callback-key", "callback-token", "webhook-key", "service-token")) {
      secret(name, "a-secret-of-this-test");
    }
    secret("AuthKey.p8", key("EC"));
    secret(
        "firebase.json",
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "project_id", "my-app",
                    "private_key_id", "1",
                    "private_key", key("RSA"),
                    "client_email", "a@b.example",
                    "token_uri", "https://oauth2.example.com/token")));
    List<String> files = files();
    assertThat(files).hasSizeGreaterThanOrEqualTo(6);
    for (String file : files) {
      byte[] local =
          file.replace(SECRETS, folder.toString() + "/").getBytes(StandardCharsets.UTF_8);
      assertThat(GatewayConfigReader.read("gateway.yaml", local).channels()).isNotEmpty();
    }
  }

  private static List<String> files() throws Exception {
    List<String> files = new ArrayList<>();
    String page = Files.readString(PAGE);
    String fence = "```yaml\n";
    for (int at = page.indexOf(fence); at >= 0; at = page.indexOf(fence, at + 1)) {
      String block = page.substring(at + fence.length(), page.indexOf("```", at + fence.length()));
      if (block.startsWith("gateway: 1")) {
        files.add(block);
      }
    }
    return files;
  }

  private void secret(String name, String value) throws Exception {
    Files.writeString(folder.resolve(name), value);
  }

  private static String key(String kind) throws Exception {
    byte[] der = KeyPairGenerator.getInstance(kind).generateKeyPair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
