/** Where the samples read the secret from: it never stands in code. */
export const secretVariable = "HUB_SIGNING_SECRET";

export const sampleLanguages = ["node", "php", "csharp", "python"] as const;
export type SampleLanguage = (typeof sampleLanguages)[number];

/** What programmers call them; the same in every language of the desk. */
export const sampleNames: Record<SampleLanguage, string> = {
  node: "Node.js",
  php: "PHP",
  csharp: "C#",
  python: "Python",
};

/**
 * Code for the company's server that signs who a visitor is: a JWT (RFC 7519) with HS256, ten minutes long, with what
 * the language brings along and no package.
 * @param siteKey the site's public key, which is the token's audience
 * @param kid names the signing key
 */
export const sampleOf = (language: SampleLanguage, siteKey: string, kid: string) => samples[language](siteKey, kid);

const samples: Record<SampleLanguage, (siteKey: string, kid: string) => string> = {
  node: (siteKey, kid) => `import { createHmac, randomUUID } from "node:crypto";

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

// id: what your system calls the person, for ever the same.
// emailVerified: true only if you have checked that the address is theirs.
export function identityToken({ id, name, email, emailVerified }) {
  const now = Math.floor(Date.now() / 1000);
  const head = part({ alg: "HS256", typ: "JWT", kid: "${kid}" });
  const body = part({
    aud: "${siteKey}",
    sub: id,
    name,
    email,
    email_verified: emailVerified,
    iat: now,
    exp: now + 600,
    jti: randomUUID(),
  });
  const hmac = createHmac("sha256", process.env.${secretVariable});
  const signature = hmac.update(\`\${head}.\${body}\`).digest("base64url");
  return \`\${head}.\${body}.\${signature}\`;
}`,

  php: (siteKey, kid) => `<?php
// $id: what your system calls the person, for ever the same.
// $emailVerified: true only if you have checked that the address is theirs.
function identity_token(string $id, ?string $name, ?string $email, bool $emailVerified)
{
    $secret = getenv('${secretVariable}') ?: throw new Exception('${secretVariable} is not set');
    $base64url = fn ($bytes) => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $part = fn ($value) => $base64url(json_encode($value, JSON_THROW_ON_ERROR));
    $now = time();
    $head = $part(['alg' => 'HS256', 'typ' => 'JWT', 'kid' => '${kid}']);
    $body = $part([
        'aud' => '${siteKey}',
        'sub' => $id,
        'name' => $name,
        'email' => $email,
        'email_verified' => $emailVerified,
        'iat' => $now,
        'exp' => $now + 600,
        'jti' => bin2hex(random_bytes(16)),
    ]);
    return "$head.$body." . $base64url(hash_hmac('sha256', "$head.$body", $secret, true));
}`,

  csharp: (siteKey, kid) => `using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

public static class ChatIdentity
{
    private static readonly byte[] secret = Encoding.UTF8.GetBytes(
        Environment.GetEnvironmentVariable("${secretVariable}")
            ?? throw new InvalidOperationException("${secretVariable} is not set"));

    // id: what your system calls the person, for ever the same.
    // emailVerified: true only if you have checked that the address is theirs.
    public static string Token(string id, string? name, string? email, bool emailVerified)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var head = Part(new { alg = "HS256", typ = "JWT", kid = "${kid}" });
        var body = Part(new
        {
            aud = "${siteKey}",
            sub = id,
            name,
            email,
            email_verified = emailVerified,
            iat = now,
            exp = now + 600,
            jti = Guid.NewGuid().ToString(),
        });
        var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{head}.{body}"));
        return $"{head}.{body}.{Base64Url(signature)}";
    }

    private static string Part(object value) => Base64Url(JsonSerializer.SerializeToUtf8Bytes(value));

    private static string Base64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}`,

  python: (siteKey, kid) => `import base64, hashlib, hmac, json, os, time, uuid


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def part(value):
    return base64url(json.dumps(value).encode())


# id: what your system calls the person, for ever the same.
# email_verified: True only if you have checked that the address is theirs.
def identity_token(id, name, email, email_verified):
    now = int(time.time())
    head = part({"alg": "HS256", "typ": "JWT", "kid": "${kid}"})
    body = part({
        "aud": "${siteKey}",
        "sub": id,
        "name": name,
        "email": email,
        "email_verified": email_verified,
        "iat": now,
        "exp": now + 600,
        "jti": str(uuid.uuid4()),
    })
    secret = os.environ["${secretVariable}"].encode()
    signature = hmac.new(secret, head + b"." + body, hashlib.sha256).digest()
    return b".".join([head, body, base64url(signature)]).decode()`,
};

/** What the page says, once the server has put its token there. */
export const pageSample = `<script>
  window.hub = window.hub || function () { (window.hub.q = window.hub.q || []).push(arguments); };
  hub("identify", { token: "…" });
</script>`;
