import type { Message, Person, Row } from "../api/types";

/** Everything the server tells a desk, in one union. */
export type DeskEvent =
  | { kind: "row"; row: Row }
  | { kind: "message"; ticket: number; message: Message }
  | ({ kind: "typing" } & Typing)
  | { kind: "seen"; ticket: number; seq: number; at: string }
  | { kind: "presence"; presence: Presence }
  | { kind: "resync" };

export interface Typing {
  ticket: number;
  by: "agent" | "visitor";
  id: number;
  name?: string;
  on: boolean;
}

export type Presence =
  | { kind: "agents"; agents: (Person & { state: string })[] }
  | { kind: "ticket"; ticket: number; agents: Person[]; visitor: "online" | "offline" };

export interface WatchAnswer {
  lastSeq: number;
  version: number;
}

export interface AfterAnswer {
  rows: Row[];
  position: string;
}
