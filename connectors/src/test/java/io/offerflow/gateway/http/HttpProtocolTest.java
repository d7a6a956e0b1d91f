package io.offerflow.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HttpProtocolTest {
  @TempDir Path folder;

  @Test
  void anUnknownPlaceholderIsReportedWhereItStands() {
    assertThat(
            Accounts.problems(
                """
                request:
                  url: "https://push.example.com/{{too}}"
                  headers: {authorization: "Bearer {{secret.kee}}"}
                  json:
                    a: [{b: "x {{content}}"}]
                    ttl: "{{to as number}}"
                secrets: {key: env:PATH}
                """))
        .containsExactly(
            "gateway.yaml:2:36: a push has no `too`; did you mean `to`?",
            "gateway.yaml:3:38: a push has no `secret.kee`; did you mean `secret.key`?",
            "gateway.yaml:5:18: a push has no `content`: use content.text, or one of body,"
                + " callback, campaign, channel, class, coding, customer, deadline,"
                + " deadline.seconds, decided, decision, decision.uuid, from, language, offer,"
                + " secret.key, title, to, ttl, ttl.minutes",
            "gateway.yaml:6:13: `to` is a text: only coding, deadline.seconds, ttl, ttl.minutes"
                + " can be numbers");
  }

  @Test
  void wherePushesGoToIsFixed() {
    assertThat(Accounts.problems("request: {url: 'https://{{to}}.example.com/'}"))
        .containsExactly(
            "gateway.yaml:1:25: no placeholder can stand before the path: where pushes go to is"
                + " fixed");
    assertThat(Accounts.problems("request: {url: 'ftp://example.com/'}"))
        .containsExactly("gateway.yaml:1:17: a URL begins with https:// or http://");
    assertThat(Accounts.problems("request: {url: 'https://me:pass@example.com/'}"))
        .containsExactly(
            "gateway.yaml:1:17: no user and password in a URL: use a header and secrets");
    assertThat(Accounts.problems("request: {url: 'https://example.com/a b'}"))
        .hasSize(1)
        .first()
        .asString()
        .contains("this is no URL");
  }

  @Test
  void headersOfTheConnectionAreNotForTemplates() {
    assertThat(
            Accounts.problems(
                """
                request:
                  url: https://push.example.com/
                  headers: {Host: elsewhere, "X Y": z}
                """))
        .containsExactly(
            "gateway.yaml:3:19: `Host` is set by the connection itself: remove it",
            "gateway.yaml:3:37: this is no name of a header: write it with letters, digits and -");
  }

  @Test
  void secretsDoNotStandInTheFile() {
    assertThat(
            Accounts.problems(
                """
                preset: kannel
                url: http://127.0.0.1:13013/cgi-bin/sendsms
                user: tester
                password: hunter2-seeded
                """))
        .containsExactly(
            "gateway.yaml:4:11: a secret does not stand in this file: write `file:PATH` or"
                + " `env:NAME`, where it is");
  }

  @Test
  void presetsSayWhatTheyNeed() {
    assertThat(Accounts.problems("preset: apns"))
        .anyMatch(problem -> problem.contains("`key id`"))
        .anyMatch(problem -> problem.contains("`team`"))
        .anyMatch(problem -> problem.contains("`topic`"))
        .anyMatch(problem -> problem.contains("`key`"));
    assertThat(Accounts.problems("timeout: 5s"))
        .containsExactly(
            "gateway.yaml:1:1: an account needs a `preset`, [fcm, apns, kannel, webhook], or a"
                + " `request`");
  }

  @Test
  void aBrokenKeyIsToldWithoutItsContents() throws Exception {
    Path key = Files.writeString(folder.resolve("key.p8"), "SEEDED-KEY-MATERIAL");
    assertThat(
            Accounts.problems(
                """
                preset: apns
                key: file:%s
                key id: A
                team: B
                topic: C
                """
                    .formatted(key)))
        .containsExactly(
            "gateway.yaml:2:6: the .p8 file that Apple made for you: it does not hold `-----BEGIN"
                + " PRIVATE KEY-----`");
    assertThat(
            Accounts.problems(
                """
                preset: fcm
                service account: file:%s
                """
                    .formatted(key)))
        .containsExactly("gateway.yaml:2:18: a service account's file is JSON, and this is not");
  }

  @Test
  void outcomesAreChecked() {
    assertThat(
            Accounts.problems(
                """
                request: {url: 'https://push.example.com/'}
                outcomes:
                  - {status: 600, then: sent}
                  - {status: 500..400, then: sent}
                  - {then: sent}
                  - {status: [409, 200..201], at: error, matches: '(', then: fail, reason: A B}
                """))
        .containsExactly(
            "gateway.yaml:3:14: `status` is a number from 100 to 599, several like 500..599, or a"
                + " list of them",
            "gateway.yaml:4:14: `status` is a number from 100 to 599, several like 500..599, or a"
                + " list of them",
            "gateway.yaml:5:12: an outcome needs a `status`, or what the body `matches`",
            "gateway.yaml:6:35: `at` is a JSON pointer, such as /error/code",
            "gateway.yaml:6:51: this is no RE2 pattern: missing closing )",
            "gateway.yaml:6:62: `then` is one of sent, retry, pause, failed, unset, renew, not \"fail\"; did you"
                + " mean `failed`?",
            "gateway.yaml:6:76: a reason is a word of small letters, digits and -, at most 40");
  }

  @Test
  void callbacksNeedAKeyThatNobodyGuesses() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "short");
    assertThat(
            Accounts.problems(
                """
                request: {url: 'https://push.example.com/'}
                callbacks: {listen: "127.0.0.1:99999", key: "file:%s", receipts: {status: /s, kinds: {gone: [x]}}}
                """
                    .formatted(key)))
        .hasSize(4)
        .anyMatch(problem -> problem.contains("a port is at most 65535"))
        .anyMatch(problem -> problem.contains("can be guessed"))
        .anyMatch(problem -> problem.contains("no kind of response `gone`"))
        .anyMatch(problem -> problem.contains("`kinds` says"));
  }
}
