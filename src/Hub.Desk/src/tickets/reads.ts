import { storage } from "../shell/storage";
import { createStore } from "../shell/store";

type Reads = Readonly<Record<number, number>>;

/** Only the newest tickets are remembered: who was last read a thousand tickets ago shows as read by its age. */
const most = 1_000;
const key = "hub.read";

/** Up to which message this agent has had each ticket on the screen. Of this browser only. */
export const reads = createStore<Reads>(storage.readJson<Reads>(key, {}));

export function markRead(ticket: number, seq: number): void {
  if ((reads.get()[ticket] ?? 0) >= seq) return;
  const all = Object.entries({ ...reads.get(), [ticket]: seq });
  const kept = Object.fromEntries(all.slice(-most));
  storage.write(key, JSON.stringify(kept));
  reads.set(kept);
}
