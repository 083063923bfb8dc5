/** Puts the list under its button, or above where there is more room, and never past the edge of the window. */
export function place(list: HTMLElement, trigger: HTMLElement, align: "start" | "end"): void {
  const button = trigger.getBoundingClientRect();
  const edge = 8;
  const below = window.innerHeight - button.bottom - edge;
  const above = button.top - edge;
  list.style.minWidth = `${button.width}px`;
  list.style.maxHeight = `${Math.max(below, above) - edge}px`;
  const size = list.getBoundingClientRect();
  const left = align === "start" ? button.left : button.right - size.width;
  const up = size.height > below && above > below;
  list.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - size.width - edge))}px`;
  list.style.top = `${up ? button.top - size.height - 4 : button.bottom + 4}px`;
}

/** Where a key leads among the entries: arrows go round, a letter finds the next entry that begins with it. */
export function nextIndex(entries: HTMLElement[], key: string): number | undefined {
  const now = entries.indexOf(document.activeElement as HTMLElement);
  if (key === "ArrowDown") return (now + 1) % entries.length;
  if (key === "ArrowUp") return (Math.max(now, 0) - 1 + entries.length) % entries.length;
  if (key === "Home") return 0;
  if (key === "End") return entries.length - 1;
  if (key.length !== 1 || key === " ") return undefined;
  const order = entries.map((_, step) => (now + 1 + step) % entries.length);
  return order.find((at) => begins(entries[at]?.textContent ?? "", key));
}

const begins = (text: string, letter: string) =>
  text.slice(0, 1).localeCompare(letter, undefined, { sensitivity: "base" }) === 0;
