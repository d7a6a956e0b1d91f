package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.testing.Story;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * States of every released version, as bytes that never change again: today's code reads them and
 * decides on from there as it does from a state of its own. {@code docs/upgrades.md} says what to
 * do when the form of the state changes.
 */
class FrozenStateTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Customers that between them have everything that a state can hold. */
  enum Customer {
    /** Attributes, consents, tags, contacts of every kind, what is held, learned, answered. */
    WHOLE(2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512 | 1024 | 2048 | 8192 | 16384) {
      @Override
      Story live() {
        return new FrozenLife().whole();
      }
    },
    /** Far more than 128 events in windows of several lengths, over fields of every type. */
    CROWDED(0) {
      @Override
      Story live() {
        return new FrozenLife().crowded();
      }
    },
    /** Known by another id. */
    MERGED(4096) {
      @Override
      Story live() {
        return new FrozenLife().merged();
      }
    };

    private final long flags;

    Customer(long flags) {
      this.flags = flags;
    }

    abstract Story live();

    String file(int version) {
      return "/state/v" + version + "-" + name().toLowerCase(Locale.ROOT) + ".hex";
    }
  }

  @ParameterizedTest
  @EnumSource
  void theStateOfVersion1IsReadAndGoesOn(Customer customer) throws IOException {
    byte[] golden = golden(customer.file(1));
    try (Story fresh = customer.live();
        Story old = customer.live().from(read(golden));
        Story rewritten = customer.live().from(read(bytes(read(golden))))) {
      List<Object> expected = new FrozenLife().goOn(fresh);
      assertThat(new FrozenLife().goOn(old)).isEqualTo(expected);
      assertThat(new FrozenLife().goOn(rewritten)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theStateOfVersion2IsReadAndGoesOn(Customer customer) throws IOException {
    byte[] golden = golden(customer.file(2));
    try (Story fresh = customer.live();
        Story old = customer.live().from(read(golden))) {
      assertThat(bytes(read(golden))).isEqualTo(golden);
      assertThat(bytes(fresh.state())).isEqualTo(golden);
      assertThat(new FrozenLife().goOn(old)).isEqualTo(new FrozenLife().goOn(fresh));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCustomersHaveAllThatAStateCanHold(Customer customer) throws IOException {
    BlobReader in = new BlobReader(golden(customer.file(1)));
    assertThat(in.readByte()).isEqualTo((byte) 1);
    assertThat(in.unsigned() & customer.flags).isEqualTo(customer.flags);
    CustomerState state = read(golden(customer.file(2)));
    if (customer == Customer.WHOLE) {
      assertThat(state.parts.present()).isEqualTo((1 << Part.COUNT) - 1);
    }
    assertThat(state.mergedInto != null).isEqualTo(customer == Customer.MERGED);
  }

  private static byte[] golden(String file) throws IOException {
    try (InputStream in = FrozenStateTest.class.getResourceAsStream(file)) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HEX.parseHex(hex.replaceAll("\\s", ""));
    }
  }

  private static CustomerState read(byte[] bytes) {
    return CustomerState.read(new BlobReader(bytes));
  }

  private static byte[] bytes(CustomerState state) {
    BlobWriter out = new BlobWriter();
    state.write(out);
    return out.toBytes();
  }
}
