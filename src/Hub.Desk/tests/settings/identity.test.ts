import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SigningKey } from "../../src/api/types";
import {
  type SampleLanguage,
  sampleLanguages,
  sampleOf,
  secretVariable,
} from "../../src/settings/web-chat/identity/samples";
import { endOf, lastUsed, sorted, usable } from "../../src/settings/web-chat/identity/signing-keys";

const siteKey = "0123456789abcdef01234567";
const kid = "k0a1b2c3d4e5f";
const secret = "a-secret_of-the-test";

/** How the sample is called by a program of its language that prints the token. */
const calls: Partial<Record<SampleLanguage, { program: string; file: string; call: string }>> = {
  node: {
    program: process.execPath,
    file: "sample.mjs",
    call: 'console.log(identityToken({ id: "4711", name: "Zoë Ÿ", email: "zoe@example.org", emailVerified: true }));',
  },
  python: {
    program: "python3",
    file: "sample.py",
    call: 'print(identity_token("4711", "Zoë Ÿ", "zoe@example.org", True))',
  },
  php: { program: "php", file: "sample.php", call: "echo identity_token('4711', 'Zoë Ÿ', 'zoe@example.org', true);" },
};

const read = (part: string | undefined) => JSON.parse(Buffer.from(part ?? "", "base64url").toString());

for (const [language, { program, file, call }] of Object.entries(calls)) {
  test(`the sample in ${language} makes a token that the server takes`, { timeout: 30_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), "hub-sample-"));
    try {
      const path = join(folder, file);
      writeFileSync(path, `${sampleOf(language as SampleLanguage, siteKey, kid)}\n\n${call}\n`);
      const ran = spawnSync(program, [path], { encoding: "utf8", env: { ...process.env, [secretVariable]: secret } });
      expect(ran.stderr).toBe("");
      const [head, body, signature, ...more] = ran.stdout.trim().split(".");

      expect(more).toEqual([]);
      expect(ran.stdout.trim()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{43}$/);
      expect(read(head)).toEqual({ alg: "HS256", typ: "JWT", kid });
      const claims = read(body);
      expect(claims).toEqual({
        aud: siteKey,
        sub: "4711",
        name: "Zoë Ÿ",
        email: "zoe@example.org",
        email_verified: true,
        iat: expect.any(Number),
        exp: claims.iat + 600,
        jti: expect.stringMatching(/^[\w-]{32,36}$/),
      });
      expect(Number.isInteger(claims.iat)).toBe(true);
      expect(signature).toBe(createHmac("sha256", secret).update(`${head}.${body}`).digest("base64url"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test("every sample names the site, the key and where the secret is read, and holds no secret", () => {
  for (const language of sampleLanguages) {
    const code = sampleOf(language, siteKey, kid);
    for (const part of [siteKey, kid, secretVariable, "HS256"]) expect(code, language).toContain(part);
    for (const claim of ["aud", "sub", "iat", "exp", "jti", "email_verified"]) {
      expect(code, language).toMatch(new RegExp(`\\b${claim}\\b`));
    }
  }
});

const made = (name: string, more: Partial<SigningKey> = {}): SigningKey => ({
  kid: name,
  createdAt: "2026-01-01T00:00:00Z",
  ...more,
});
const now = Date.parse("2026-06-01T00:00:00Z");

test("one signs with the newest key that neither ended nor was revoked", () => {
  const keys = [
    made("old"),
    made("good", { expiresAt: "2026-07-01T00:00:00Z" }),
    made("ended", { expiresAt: "2026-05-01T00:00:00Z" }),
    made("revoked", { revokedAt: "2026-05-01T00:00:00Z" }),
  ];
  expect(usable(keys, now)?.kid).toBe("good");
  expect(usable(keys.slice(2), now)).toBeUndefined();
  expect(sorted(keys).kept.map((key) => key.kid)).toEqual(["ended", "good", "old"]);
  expect(sorted(keys).revoked.map((key) => key.kid)).toEqual(["revoked"]);
});

test("the key used last is found among all, revoked ones too; none where none was", () => {
  const keys = [
    made("first", { usedAt: "2026-03-01T00:00:00Z", revokedAt: "2026-05-01T00:00:00Z" }),
    made("second", { usedAt: "2026-02-01T00:00:00Z" }),
    made("third"),
  ];
  expect(lastUsed(keys)?.kid).toBe("first");
  expect(lastUsed([made("third")])).toBeUndefined();
});

test("a term ends as many days ahead as it says, or not at all", () => {
  expect(endOf("quarter", now)).toBe("2026-08-30T00:00:00.000Z");
  expect(endOf("never", now)).toBeNull();
});
