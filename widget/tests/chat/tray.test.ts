import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Item, Tray } from "../../src/chat/tray";

beforeEach(() => {
  vi.stubGlobal("URL", { createObjectURL: () => "blob:1", revokeObjectURL: () => {} });
});
afterEach(() => vi.unstubAllGlobals());

const refusal = (code: string) => new Error(`HubException: ${code}: No`);

function stage(post: (item: Item) => Promise<number>, most = 1000) {
  let ids = 0;
  const renewed: string[] = [];
  const tray = new Tray({
    post: (item) => post(item),
    renew: async (failure) => void renewed.push(failure),
    sleep: async () => {},
    newId: () => `key ${++ids}`,
    most: () => most,
  });
  return { tray, renewed };
}

const file = (name: string, size = 5, type = "text/plain") => new File(["x".repeat(size)], name, { type });

test("what is too large, empty or a program is refused before it is sent, with the reason", () => {
  const sent: string[] = [];
  const { tray } = stage(async (item) => sent.push(item.name));
  tray.add([file("big.pdf", 1001), file("none.txt", 0), file("setup.EXE"), file("fine.txt")]);
  expect(tray.refused.value.map((one) => one.why)).toEqual(["size", "empty", "type"]);
  expect(tray.items.value.map((item) => item.name)).toEqual(["fine.txt"]);
});

test("a large picture is taken, because it is made smaller before it goes", () => {
  const { tray } = stage(async () => 1);
  tray.add([file("photo.jpg", 5000, "image/jpeg")]);
  expect(tray.items.value).toHaveLength(1);
});

test("files go one after the other, and a lost line does not lose one", async () => {
  const tries: string[] = [];
  const { tray, renewed } = stage(async (item) => {
    tries.push(`${item.name} ${item.key}`);
    if (tries.length === 1) throw new Error("lost");
    if (tries.length === 2) throw refusal("token_invalid");
    return tries.length;
  });
  tray.add([file("a"), file("b")]);
  expect(await Promise.all(tray.items.value.map((item) => item.result))).toEqual([3, 4]);
  // The same key each time: the server takes it once.
  expect(tries).toEqual(["a key 1", "a key 1", "a key 1", "b key 2"]);
  expect(renewed).toEqual(["token_invalid"]);
});

test("one that the server refuses says why and holds up no other", async () => {
  const { tray } = stage(async (item) => {
    if (item.name === "bad") throw refusal("file_type_refused");
    return 7;
  });
  tray.add([file("bad"), file("good")]);
  const [bad, good] = tray.items.value;
  await expect(bad?.result).rejects.toThrow("file_type_refused");
  expect(await good?.result).toBe(7);
  expect(bad?.state.value).toEqual({ at: "failed", failure: "file_type_refused" });
});

test("after a reload a file with an id goes on, and one without is said to be lost", async () => {
  const { tray } = stage(async () => 1);
  const [kept, lost] = tray.restore([
    { name: "a", size: 1, type: "", id: 4 },
    { name: "b", size: 1, type: "" },
  ]);
  expect(await kept?.result).toBe(4);
  await expect(lost?.result).rejects.toThrow("files_lost");
});

test("a file that was taken away is not sent any more", async () => {
  let begun = 0;
  const { tray } = stage(async () => ++begun);
  tray.add([file("a"), file("b")]);
  const second = tray.items.value[1] as Item;
  tray.remove(second);
  await expect(second.result).rejects.toThrow();
  expect(begun).toBe(1);
});
