import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { del, get, NetworkError, onSessionExpired, Problem, patch, post } from "../../src/api/client";

const fetched = vi.fn<typeof fetch>();

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const sentHeaders = (call: number) => fetched.mock.calls[call]?.[1]?.headers as Record<string, string>;

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal("fetch", fetched);
  // biome-ignore lint/suspicious/noDocumentCookie: the client reads what the server sets in this way
  document.cookie = "XSRF-TOKEN=a%2Fb%3D";
});

afterEach(() => {
  vi.unstubAllGlobals();
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = "XSRF-TOKEN=; max-age=0";
});

test("a read goes to the API and brings the body back", async () => {
  fetched.mockResolvedValue(json({ items: [] }));
  expect(await get<"/agents">("/agents")).toEqual({ items: [] });
  expect(fetched.mock.calls[0]?.[0]).toBe("/api/v1/agents");
  expect(sentHeaders(0)["X-XSRF-TOKEN"]).toBeUndefined();
});

test("every write carries the token of the cookie, decoded", async () => {
  fetched.mockImplementation(async () => json({}));
  await post<"/invitations">("/invitations", { email: "a@b.example", role: "agent" });
  await patch<"/tickets/{number}">("/tickets/1", { status: "open" }, { "If-Match": '"3"' });
  fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
  await del<"/session">("/session");
  for (const call of [0, 1, 2]) expect(sentHeaders(call)["X-XSRF-TOKEN"]).toBe("a/b=");
  expect(sentHeaders(1)["If-Match"]).toBe('"3"');
});

test("without the cookie, the token is fetched before the first write", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: as above
  document.cookie = "XSRF-TOKEN=; max-age=0";
  fetched.mockImplementationOnce(async () => {
    // biome-ignore lint/suspicious/noDocumentCookie: as above
    document.cookie = "XSRF-TOKEN=fresh";
    return json({ user: null });
  });
  fetched.mockResolvedValueOnce(json({}));
  await post<"/invitations/accept">("/invitations/accept", { token: "t", name: "A", password: "long enough words" });
  expect(fetched.mock.calls[0]?.[0]).toBe("/api/v1/session");
  expect(sentHeaders(1)["X-XSRF-TOKEN"]).toBe("fresh");
});

test("problem details become a Problem with its code, sentence and fields", async () => {
  const body = {
    type: "urn:hub:problem:email_taken",
    title: "email_taken",
    detail: "Taken.",
    errors: { email: ["Taken."] },
  };
  fetched.mockResolvedValue(json(body, 409));
  const problem = await post<"/invitations">("/invitations", { email: "a@b.example", role: "agent" }).catch(
    (error: unknown) => error,
  );
  expect(problem).toBeInstanceOf(Problem);
  expect(problem).toMatchObject({ status: 409, code: "email_taken", message: "Taken.", errors: { email: ["Taken."] } });
});

test("a page of a proxy instead of problem details is told by its status", async () => {
  fetched.mockResolvedValue(new Response("<h1>Bad gateway</h1>", { status: 502, statusText: "Bad Gateway" }));
  await expect(get<"/agents">("/agents")).rejects.toMatchObject({
    status: 502,
    code: "http_502",
    message: "Bad Gateway",
  });
});

test("a line that is down is a NetworkError; giving up on purpose is not", async () => {
  fetched.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  await expect(get<"/agents">("/agents")).rejects.toBeInstanceOf(NetworkError);

  const stop = new AbortController();
  stop.abort();
  fetched.mockRejectedValueOnce(stop.signal.reason);
  await expect(get<"/agents">("/agents", stop.signal)).rejects.toBe(stop.signal.reason);
});

test("a 401 says that the session is over, except to a wrong password", async () => {
  const over = vi.fn();
  const stop = onSessionExpired(over);
  fetched.mockImplementation(async () => json({ type: "urn:hub:problem:credentials_wrong" }, 401));
  await post<"/session">("/session", { email: "a@b.example", password: "wrong" }).catch(() => undefined);
  expect(over).not.toHaveBeenCalled();
  await get<"/tickets">("/tickets").catch(() => undefined);
  expect(over).toHaveBeenCalledOnce();
  stop();
  await get<"/tickets">("/tickets").catch(() => undefined);
  expect(over).toHaveBeenCalledOnce();
});
