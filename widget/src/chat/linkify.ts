/** A piece of a text: plain, or an address to follow. */
export type Piece = { text: string; href?: string };

const address = /https?:\/\/[^\s<>"'«»“”]+/gi;

/** Cuts `text` at its web addresses. Only http and https count; the end of a sentence is not part of an address. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const found = trimmed(match[0]);
    const href = webAddress(found);
    if (!href) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: found, href });
    from = match.index + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

function trimmed(found: string): string {
  for (;;) {
    const end = found.at(-1) ?? "";
    const unmatched = end === ")" && found.split(")").length > found.split("(").length;
    if (!unmatched && !/[.,;:!?…*_\]}]/.test(end)) return found;
    found = found.slice(0, -1);
  }
}

/** `text` as an http or https address, or null when it is none. */
export function webAddress(text: string | undefined): string | null {
  try {
    const url = new URL(text ?? "");
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
