/** Between which two values the server's clock is ahead of ours, in milliseconds. */
interface Bounds {
  least: number;
  most: number;
}

/** HTTP dates are whole seconds, and servers renew theirs about once a second. */
const coarse = 2000;

let bounds: Bounds | undefined;

/** Each answer narrows it: its date was written between the sending of the question and the arrival of the answer. */
export function narrow(known: Bounds | undefined, date: number, sent: number, arrived: number): Bounds {
  const seen = { least: date - arrived, most: date + coarse - sent };
  const both = known && { least: Math.max(known.least, seen.least), most: Math.min(known.most, seen.most) };
  // Somebody set a clock meanwhile: only the newest answer counts.
  return both && both.least <= both.most ? both : seen;
}

/** Learns from the Date header of an answer. */
export function noteDate(header: string | null, sent: number, arrived: number): void {
  const date = Date.parse(header ?? "");
  if (!Number.isNaN(date)) bounds = narrow(bounds, date, sent, arrived);
}

/** What the server's clock shows now, whatever this computer takes the time for: corrected no further than we can be sure of. */
export const serverNow = () => Date.now() + (bounds ? Math.max(bounds.least, Math.min(0, bounds.most)) : 0);
