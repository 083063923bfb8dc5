import { formatExact, t } from "./i18n";
import type { Session } from "./session";

/** The conversation as plain text, one paragraph a message. */
export function transcriptOf(session: Session): string {
  const title = session.title.value ?? t.value.chat;
  const lines = session.timeline.value.messages.map(({ author, kind, at, text }) => {
    const name = kind === "inbound" ? t.value.you : (author.name ?? t.value.agent);
    return `${name}, ${formatExact(Date.parse(at))}\n${text ?? t.value.erased}`;
  });
  return [title, ...lines].join("\n\n");
}

/** Fetches what is older first, so that nothing is missing. */
async function whole(session: Session): Promise<void> {
  for (let known = -1; known !== session.timeline.value.messages.length; ) {
    known = session.timeline.value.messages.length;
    if (!session.complete.value) await session.earlier();
  }
}

export async function copy(session: Session): Promise<void> {
  await whole(session).catch(() => {});
  await write(transcriptOf(session));
}

async function write(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A frame may not be allowed the clipboard: the old way asks nobody.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** Prints the whole conversation, not only what is scrolled into sight: the print style unrolls it. */
export async function print(session: Session): Promise<void> {
  await whole(session).catch(() => {});
  // After the older messages are drawn.
  requestAnimationFrame(() => setTimeout(() => window.print()));
}
