/** "Re:", "Fwd:", and what French, German and Nordic programs write instead; Outlook counts them ("Re[2]:"). */
const prefix = /^(?:re|fwd?|tr|rép|rép|aw|wg|sv|vs|ref|réf)(?:\[\d+\])?\s?:\s*/i;

/** A subject without what answering and forwarding put before it. */
export function bare(subject: string): string {
  let rest = subject.trim();
  for (let next = rest.replace(prefix, ""); next !== rest; next = rest.replace(prefix, "")) rest = next;
  return rest;
}

export const sameSubject = (a: string, b: string) => bare(a).toLowerCase() === bare(b).toLowerCase();
