package io.offerflow.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.stock.Taken;
import org.junit.jupiter.api.Test;

/** What is remembered of a customer stays bounded, and what counts least goes first. */
class MemoryTest {
  private static Contact contact(int number, boolean counts, boolean failed) {
    return new Contact(
        "d-" + number,
        1_000L + number,
        "campaign",
        "offer-" + number % 300,
        "sms",
        "sales",
        "category",
        counts,
        failed,
        false,
        Taken.NOTHING,
        90_000L + number,
        false,
        false,
        false,
        false);
  }

  @Test
  void failedContactsGoFirstThenThoseThatCountForNoCapThenTheOldest() {
    Contacts contacts = new Contacts();
    for (int i = 0; i < Contacts.LIMIT; i++) {
      contacts.add(contact(i, i != 7, i == 9));
    }
    contacts.add(contact(1000, true, false));
    assertThat(contacts.ofDecision("d-9")).isNull();
    contacts.add(contact(1001, true, false));
    assertThat(contacts.ofDecision("d-7")).isNull();
    contacts.add(contact(1002, true, false));
    assertThat(contacts.ofDecision("d-0")).isNull();
    assertThat(contacts.all()).hasSize(Contacts.LIMIT);
  }

  @Test
  void ofTooManyResponsesTheOldestGoes() {
    Responses responses = new Responses();
    for (int i = 0; i < 290; i++) {
      responses.add("declined", contact(i, true, false), 5_000L - i);
    }
    assertThat(responses.latest(key -> key.offer().equals("offer-0"))).isEqualTo(5_000);
    assertThat(responses.latest(key -> key.offer().equals("offer-255"))).isEqualTo(4_745);
    assertThat(responses.latest(key -> key.offer().equals("offer-289"))).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void ofTheSameResponsesTheLatestIsKeptAlsoWhenTwoIdsBecomeOne() {
    Responses one = new Responses();
    one.add("declined", contact(1, true, false), 10);
    one.add("declined", contact(1, true, false), 5);
    Responses other = new Responses();
    other.add("declined", contact(1, true, false), 20);
    other.add("clicked", contact(2, true, false), 7);
    one.join(other);
    assertThat(one.latest(key -> key.kind().equals("declined"))).isEqualTo(20);
    assertThat(one.latest(key -> key.kind().equals("clicked"))).isEqualTo(7);
    one.forget(100, kind -> kind.equals("clicked") ? 94 : 80);
    assertThat(one.latest(key -> true)).as("exactly then it is over").isEqualTo(7);
    one.forget(101, kind -> 94);
    assertThat(one.isEmpty()).isTrue();
  }

  @Test
  void aResponseTakesFewBytes() {
    Responses responses = new Responses();
    BlobWriter out = new BlobWriter();
    for (int i = 0; i < 100; i++) {
      responses.add("declined", contact(i, true, false), 1_000_000L * i);
    }
    out.base(100_000_000L);
    responses.write(out);
    assertThat(out.size()).isLessThan(100 * 18);
    BlobReader in = new BlobReader(out.toBytes());
    in.base(100_000_000L);
    Responses read = Responses.read(in);
    assertThat(in.isAtEnd()).isTrue();
    assertThat(read.latest(key -> key.offer().equals("offer-42"))).isEqualTo(42_000_000);
  }
}
