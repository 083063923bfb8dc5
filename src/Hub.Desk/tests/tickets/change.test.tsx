import { act, useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { queryClient } from "../../src/api/queries";
import { useChangeTicket } from "../../src/tickets/queries";
import { clear, draw } from "../support/draw";

afterEach(async () => {
  await clear();
  vi.unstubAllGlobals();
});

test("what a change answers is of its own ticket, although the agent looks at the next one by then", async () => {
  let answer: (response: Response) => void = () => {};
  vi.stubGlobal("fetch", (address: string) =>
    address.includes("/tickets/")
      ? new Promise<Response>((done) => {
          answer = done;
        })
      : Promise.resolve(new Response("{}", { headers: { "content-type": "application/json" } })),
  );
  let look: (number: number) => void = () => {};
  let resolve: () => void = () => {};
  function Desk() {
    const [number, setNumber] = useState(1);
    const change = useChangeTicket(number);
    look = setNumber;
    resolve = () => change.mutate({ status: "resolved" });
    return null;
  }
  const turn = () => act(async () => new Promise((done) => setTimeout(done)));
  await draw(<Desk />);
  queryClient.setQueryData(["ticket", 2], { number: 2, etag: "2" });

  await act(async () => resolve());
  await turn();
  await act(async () => look(2));
  answer(
    new Response(JSON.stringify({ number: 1, status: "resolved", etag: "1" }), {
      headers: { "content-type": "application/json" },
    }),
  );
  await turn();
  await turn();
  expect(queryClient.getQueryData(["ticket", 1])).toMatchObject({ number: 1, status: "resolved" });
  expect(queryClient.getQueryData(["ticket", 2])).toMatchObject({ number: 2 });
});
