import { HttpTransportType, type HubConnection, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { get, NetworkError, Problem } from "../api/client";
import { queryClient } from "../api/queries";
import type { Message, PersonRef, Row, SeenMark } from "../api/types";
import { applyMessages, applyRow, applySeen, loadedVersion, refreshAll } from "./apply";
import { complete, type Sources } from "./complete";
import { change, noteTyping, type Typist } from "./store";

type Presence =
  | { kind: "agents"; agents: PersonRef[] }
  | { kind: "ticket"; ticket: number; agents: PersonRef[]; visitor: "online" | "offline" };

const shortest = 300;
const longest = 10_000;
/** How often a live line moves its position. */
const between = 60_000;

let connection: HubConnection | undefined;
let position: string | null = null;
let watched: number | undefined;
/** Which call of keepLine the loop belongs to: one that was ended must not go on beside the next. */
let turn = 0;
let wake = () => {};
let me = 0;
const looking = new Map<number, { agents: PersonRef[]; visitor: "online" | "offline" }>();

/** Keeps one connection to the server for as long as somebody is signed in; gives the way to end it. */
export function keepLine(agent: number): () => void {
  me = agent;
  const mine = ++turn;
  // Nobody waits out a pause when the network is back, nor a timeout when it is known to be gone.
  const online = () => wake();
  const offline = () => void connection?.stop();
  window.addEventListener("online", online);
  window.addEventListener("offline", offline);
  void run(mine);
  return () => {
    if (mine === turn) turn++;
    window.removeEventListener("online", online);
    window.removeEventListener("offline", offline);
    void connection?.stop();
    connection = undefined;
    position = null;
    wake();
  };
}

/** Begins to receive the messages of a ticket; fetches what came since the version up to which they are complete. */
export async function watch(number: number): Promise<void> {
  watched = number;
  for (let attempt = 0; watched === number && connection?.state === "Connected"; attempt++) {
    try {
      if (await complete(number, sources(connection)))
        void queryClient.invalidateQueries({ queryKey: ["ticket", number] });
      return;
    } catch (error) {
      if (String(error).includes("ticket_unknown")) return;
      await new Promise((resolve) => setTimeout(resolve, Math.min(5000, 300 * 2 ** attempt)));
    }
  }
}

const sources = (line: HubConnection): Sources => ({
  watch: async (number) => (await line.invoke<{ version: number }>("Watch", number)).version,
  since: async (number, version) =>
    (await get<"/tickets/{number}/messages">(`/tickets/${number}/messages?since=${version}`)).items,
  loaded: loadedVersion,
  apply: applyMessages,
});

export function unwatch(number: number): void {
  if (watched === number) watched = undefined;
  if (connection?.state === "Connected") void connection.send("Unwatch", number);
}

export function sayTyping(number: number, on: boolean): void {
  if (connection?.state === "Connected") void connection.send("Typing", number, on).catch(() => undefined);
}

/** One loop for ever: connect, catch up, stay; after a loss wait a little, longer each time, never more than ten seconds. */
async function run(mine: number): Promise<void> {
  for (let attempt = 0; mine === turn; attempt++) {
    // Proxies that spoil WebSockets are rare: every third attempt tries the other transports.
    const line = build(attempt % 3 === 2);
    const closed = new Promise<void>((resolve) => line.onclose(() => resolve()));
    try {
      await line.start();
      if (mine !== turn) return await line.stop();
      connection = line;
      await catchUp(line);
      change({ line: "live" });
      attempt = -1;
      const moving = setInterval(() => void move(line).catch(() => undefined), between);
      await closed.finally(() => clearInterval(moving));
    } catch (error) {
      await line.stop();
      if (mine !== turn || (await isSignedOut(error))) return;
    }
    if (mine !== turn) return;
    connection = undefined;
    change({ line: "down", typing: {} });
    const pause = Math.min(longest, shortest * 2 ** Math.min(attempt + 1, 6));
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, pause * (0.5 + Math.random() / 2));
    });
  }
}

async function catchUp(line: HubConnection): Promise<void> {
  await line.invoke("List", "desk");
  const first = position === null;
  await move(line);
  // What was loaded before the first position was known may already be old.
  if (first) refreshAll();
  if (watched !== undefined) await watch(watched);
}

/** Takes what changed since the last position and moves it on, so that a cut after hours asks for minutes. */
async function move(line: HubConnection): Promise<void> {
  const answer = await line.invoke<{ rows: Row[]; position: string }>("After", position);
  if (line !== connection) return;
  position = answer.position;
  for (const row of answer.rows) applyRow(row, me);
}

/** A refused connection may mean that the session ended: the answer of GET /session shows the sign-in. */
async function isSignedOut(error: unknown): Promise<boolean> {
  try {
    const session = await get<"/session">("/session");
    if (session.user) return false;
    queryClient.setQueryData(["session"], session);
    return true;
  } catch (failure) {
    if (failure instanceof Problem || failure instanceof NetworkError) return false;
    throw error;
  }
}

function build(fallBack: boolean): HubConnection {
  const line = new HubConnectionBuilder()
    .withUrl(
      fallBack ? `/hubs/desk?s=${Math.random().toString(36).slice(2)}` : "/hubs/desk",
      fallBack ? {} : { skipNegotiation: true, transport: HttpTransportType.WebSockets },
    )
    .configureLogging(LogLevel.None)
    .build();
  line.on("Ticket", (row: Row) => applyRow(row, me));
  line.on("Message", (number: number, message: Message) => applyMessages(number, [message]));
  line.on("Seen", (seen: SeenMark & { ticket: number }) => applySeen(seen.ticket, seen));
  line.on("Typing", (event: Typist & { ticket: number; on: boolean }) => {
    if (event.kind === "agent" && event.id === me) return;
    noteTyping(event.ticket, { kind: event.kind, id: event.id, name: event.name }, event.on);
  });
  line.on("Presence", (presence: Presence) => {
    if (presence.kind === "agents") void queryClient.invalidateQueries({ queryKey: ["agents"] });
    else {
      looking.set(presence.ticket, {
        agents: presence.agents.filter((agent) => agent.id !== me),
        visitor: presence.visitor,
      });
      change({ looking: Object.fromEntries(looking) });
    }
  });
  line.on("Resync", refreshAll);
  return line;
}
