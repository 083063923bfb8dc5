/** A refusal of the server (RFC 9457 problem details), or `status` 0 where no answer came at all. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    readonly errors: Record<string, string[]> = {},
  ) {
    super(sentence);
  }

  /** True where a repetition may succeed: no connection, an outage, too many at once. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

interface ProblemBody {
  type?: string;
  title?: string;
  detail?: string;
  errors?: Record<string, string[]>;
}

let signedOut: () => void = () => {};

/** Tells who must know when the server no longer knows this browser. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

function xsrfToken(): string {
  const cookie = document.cookie.split("; ").find((c) => c.startsWith("XSRF-TOKEN="));
  return cookie ? decodeURIComponent(cookie.slice("XSRF-TOKEN=".length)) : "";
}

async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as ProblemBody;
  const code = body.type?.split(":").at(-1) ?? String(response.status);
  return new Problem(response.status, code, body.detail ?? body.title ?? response.statusText, body.errors);
}

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<T> {
  const write = method !== "GET";
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        accept: "application/json",
        ...(write ? { "X-XSRF-TOKEN": xsrfToken() } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem(0, "offline", "");
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    // A wrong password is a 401 too, and no reason to sign anybody out.
    if (problem.status === 401 && path !== "/session") signedOut();
    throw problem;
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const api = {
  get: <T>(path: string) => call<T>("GET", path),
  post: <T>(path: string, body: unknown) => call<T>("POST", path, body),
  patch: <T>(path: string, body: unknown, headers?: Record<string, string>) => call<T>("PATCH", path, body, headers),
  delete: (path: string) => call<void>("DELETE", path),
};
