import { expect, test } from "vitest";
import { isFromFrame, readHost } from "../../src/shared/bridge";

const nonsense = [undefined, null, 0, "close", [], {}, { hub: "open" }, { hub: ["close"] }, { type: "close" }];

const host = {
  hub: "host",
  shown: true,
  locale: "fr-FR",
  page: "https://shop.example/orion",
  title: "Orion",
  who: {},
  text: "",
  kept: "",
};
const frame = { hub: "frame", unread: 2, accent: "#0b6073", ink: "#ffffff", keep: "" };

test("the frame's own messages are taken", () => {
  expect(isFromFrame(frame)).toBe(true);
  expect(isFromFrame({ hub: "close" })).toBe(true);
});

test.each([
  ...nonsense,
  { ...frame, unread: -1 },
  { ...frame, unread: undefined },
  { ...frame, accent: "red;background:url(//evil.example)" },
  { ...frame, ink: "#fff" },
  { ...frame, keep: undefined },
  { ...frame, keep: "<script>" },
  { ...frame, keep: "1".repeat(201) },
])("the loader ignores %j", (data) => {
  expect(isFromFrame(data)).toBe(false);
});

test("the host's state is taken", () => {
  expect(readHost(host)).toEqual(host);
});

test.each([
  ...nonsense,
  { ...host, shown: "yes" },
  { ...host, locale: undefined },
  { ...host, page: 1 },
  { ...host, title: 1 },
])("the frame ignores %j", (data) => {
  expect(readHost(data)).toBeNull();
});

test("a long address is cut, so that the rest of the state still arrives", () => {
  const page = "https://shop.example/".padEnd(9000, "x");
  expect(readHost({ ...host, page })).toMatchObject({ shown: true, page: page.slice(0, 2000) });
});

test("of what the host says about the visitor only plausible texts are taken", () => {
  const who = { name: " Claire ", email: "no address", admin: true };
  expect(readHost({ ...host, who })?.who).toEqual({ name: "Claire" });
  expect(readHost({ ...host, who: "Claire" })?.who).toEqual({});
  expect(readHost({ ...host, who: { name: {}, email: ["a@b.c"] } })?.who).toEqual({});
});

test("what the page kept for us, or wants written, is taken only in its shape", () => {
  expect(readHost({ ...host, kept: "1", text: "About order 4711" })).toMatchObject({
    kept: "1",
    text: "About order 4711",
  });
  expect(readHost({ ...host, kept: "a b", text: {} })).toMatchObject({ kept: "", text: "" });
  expect(readHost({ ...host, text: "x".repeat(9000) })?.text).toHaveLength(2000);
});
