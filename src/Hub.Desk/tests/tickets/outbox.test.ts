import { beforeEach, describe, expect, test } from "vitest";
import { NetworkError, Problem } from "../../src/api/client";
import type { Message } from "../../src/api/types";
import { Outbox, type Pending } from "../../src/tickets/outbox";

const item = (clientId: string, ticket = 1): Pending => ({
  ticket,
  kind: "reply",
  text: clientId,
  clientId,
  at: "2026-11-22T10:00:00Z",
});
const answer = { id: 1 } as Message;

/** A server that takes everything and writes down what came. */
const taking =
  (sent: string[]) =>
  async ({ clientId }: Pending) => {
    sent.push(clientId);
    return answer;
  };

beforeEach(() => localStorage.clear());

describe("the outbox", () => {
  test("sends in order, one at a time", async () => {
    const sent: string[] = [];
    const box = new Outbox("k", taking(sent), () => undefined);
    for (const id of ["a", "b", "c"]) box.add(item(id));
    await box.flush(1);
    await new Promise((resolve) => setTimeout(resolve));
    expect(sent).toEqual(["a", "b", "c"]);
    expect(box.all()).toEqual([]);
  });

  test("keeps what could not be sent, over a reload too, and sends it with the same clientId", async () => {
    const tried: string[] = [];
    const down = new Outbox(
      "k",
      async ({ clientId }) => {
        tried.push(clientId);
        throw new NetworkError("down");
      },
      () => undefined,
    );
    down.add(item("a"));
    down.add(item("b"));
    await down.flush(1);
    expect(down.all().map((each) => each.clientId)).toEqual(["a", "b"]);
    const up = new Outbox("k", taking(tried), () => undefined);
    await up.flush(1);
    expect(tried.slice(-2)).toEqual(["a", "b"]);
    expect(up.all()).toEqual([]);
    expect(new Outbox("k").all()).toEqual([]);
  });

  test("shows a refusal, sends the others, and tries again when asked", async () => {
    let refuse = true;
    const box = new Outbox(
      "k",
      async ({ clientId }) => {
        if (clientId === "a" && refuse) throw new Problem(409, "ticket_closed", "closed");
        return answer;
      },
      () => undefined,
    );
    box.add(item("a"));
    box.add(item("b"));
    await box.flush(1);
    await new Promise((resolve) => setTimeout(resolve));
    expect(box.all()).toMatchObject([{ clientId: "a", refused: "closed" }]);
    refuse = false;
    box.retry("a");
    await new Promise((resolve) => setTimeout(resolve));
    expect(box.all()).toEqual([]);
  });

  test("takes a server in trouble and an expired session for a line that is down, not for a refusal", async () => {
    for (const status of [401, 429, 500, 503]) {
      const box = new Outbox(
        `k${status}`,
        async () => {
          throw new Problem(status, "x", "x");
        },
        () => undefined,
      );
      box.add(item("a"));
      await box.flush(1);
      expect(box.all()[0]?.refused).toBeUndefined();
    }
  });
});
