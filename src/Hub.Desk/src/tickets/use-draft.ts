import { useEffect, useState } from "react";
import type { FileRef } from "../api/mail";
import { type Draft, onGivenBack, readDraft, writeDraft } from "./drafts";
import type { People } from "./people";

/** What is being written in a ticket, kept at each stroke, and what an undo brought back. */
export function useDraft(me: number, ticket: number, mode: "reply" | "note", newest: number) {
  const [draft, setDraft] = useState<Draft>(() => readDraft(me, ticket, mode) ?? { text: "", since: newest });
  const [undone, setUndone] = useState(() => (mode === "reply" ? readDraft(me, ticket, "undone") : undefined));

  useEffect(() => {
    if (mode !== "reply") return;
    return onGivenBack((given) => {
      if (given !== ticket) return;
      const kept = readDraft(me, ticket, "reply");
      if (kept) setDraft(kept);
      setUndone(readDraft(me, ticket, "undone"));
    });
  }, [me, ticket, mode]);

  function keep(next: Draft) {
    setDraft(next);
    writeDraft(me, ticket, mode, next);
  }

  // An upload ends when it ends: what was written meanwhile stays.
  function files(change: (files: FileRef[]) => FileRef[]) {
    setDraft((now) => {
      const next = { ...now, files: change(now.files ?? []) };
      writeDraft(me, ticket, mode, next);
      return next;
    });
  }

  function drop() {
    writeDraft(me, ticket, "undone", undefined);
    setUndone(undefined);
  }

  return {
    ...draft,
    /** Nothing of what came since is news any more. */
    seen: () => keep({ ...draft, since: newest }),
    write: (text: string) => keep({ ...draft, text, since: draft.text === "" ? newest : draft.since }),
    choose: (by: string) => keep({ ...draft, by }),
    address: (people: People | undefined) => keep({ ...draft, people }),
    attach: (file: FileRef) => files((all) => [...all.filter((one) => one.id !== file.id), file]),
    detach: (file: FileRef) => files((all) => all.filter((one) => one.id !== file.id)),
    clear: () => keep({ text: "", since: newest }),
    undone: undone?.text,
    /** Puts what was undone under what is there. */
    take: () => {
      keep({ ...draft, text: draft.text ? `${draft.text.trimEnd()}\n\n${undone?.text ?? ""}` : (undone?.text ?? "") });
      drop();
    },
    drop,
  };
}
