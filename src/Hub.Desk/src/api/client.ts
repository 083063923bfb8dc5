import { noteDate } from "./clock";
import type { Address, Answer, Body, Bringing, Path } from "./contract";

export const base = "/api/v1";
/** After this long without an answer the line is taken to be down. */
const patience = 30_000;

/** The server understood and refused: RFC 9457 problem details. `code` is what programs compare, `message` what people read. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly errors?: Record<string, string[]>,
  ) {
    super(message);
  }
}

/** The server was not reached, or did not answer in time: trying again is safe for reads. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

const expiryListeners = new Set<() => void>();

/** Calls `listener` whenever a call is refused because nobody is signed in; gives the way to stop. */
export function onSessionExpired(listener: () => void): () => void {
  expiryListeners.add(listener);
  return () => expiryListeners.delete(listener);
}

/** Says that the session is over; for lines that are no REST calls, such as the live connection. */
export function sessionExpired(): void {
  for (const listener of expiryListeners) listener();
}

/** Each call names the address as the description writes it, and gives it with its values: `get<"/tickets/{number}">(`/tickets/${number}`)`. */
export const get = <P extends Path<"get">>(address: Address<P>, signal?: AbortSignal) =>
  request<Answer<"get", P>>("GET", address, { signal });
export const post = <P extends Path<"post">>(address: Address<P>, ...[body]: Bringing<Body<"post", P>>) =>
  request<Answer<"post", P>>("POST", address, { body });
export const put = <P extends Path<"put">>(address: Address<P>, body: Body<"put", P>) =>
  request<Answer<"put", P>>("PUT", address, { body });
export const patch = <P extends Path<"patch">>(
  address: Address<P>,
  body: Body<"patch", P>,
  headers?: Record<string, string>,
) => request<Answer<"patch", P>>("PATCH", address, { body, headers });
export const del = <P extends Path<"delete">>(address: Address<P>) => request<void>("DELETE", address, {});

interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

async function request<T>(method: string, path: string, { body, headers, signal }: Options): Promise<T> {
  const sent: Record<string, string> = { Accept: "application/json", ...headers };
  if (body !== undefined) sent["Content-Type"] = "application/json";
  if (method !== "GET") sent["X-XSRF-TOKEN"] = await xsrfToken();

  const response = await reach(`${base}${path}`, {
    method,
    headers: sent,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  });
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;

  // Signing in answers 401 to a wrong password: nobody's session ended there.
  if (response.status === 401 && path !== "/session") sessionExpired();
  throw await problemOf(response);
}

async function reach(url: string, init: RequestInit & { signal?: AbortSignal }): Promise<Response> {
  const limit = AbortSignal.timeout(patience);
  const sent = Date.now();
  try {
    const response = await fetch(url, {
      ...init,
      signal: init.signal ? AbortSignal.any([init.signal, limit]) : limit,
    });
    noteDate(response.headers.get("Date"), sent, Date.now());
    return response;
  } catch (error) {
    // Whoever gave up on purpose wants to see that, not a broken line.
    if (init.signal?.aborted) throw error;
    throw new NetworkError("The server could not be reached.", { cause: error });
  }
}

/** The token that proves a write comes from our own page; the first GET /session of a browser sets its cookie. */
export async function xsrfToken(): Promise<string> {
  if (!readCookie("XSRF-TOKEN")) await reach(`${base}/session`, { headers: { Accept: "application/json" } });
  return readCookie("XSRF-TOKEN") ?? "";
}

function readCookie(name: string): string | undefined {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}

interface ProblemBody {
  type?: string;
  title?: string;
  detail?: string;
  errors?: Record<string, string[]>;
}

async function problemOf(response: Response): Promise<Problem> {
  // A proxy in front may answer with a page instead of a problem: the status alone has to do.
  const body: ProblemBody = await response.json().catch(() => ({}));
  const code = body.type?.split(":").at(-1) || `http_${response.status}`;
  return new Problem(response.status, code, body.detail ?? body.title ?? response.statusText, body.errors);
}
