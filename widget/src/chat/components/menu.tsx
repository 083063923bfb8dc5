import { useEffect, useRef } from "preact/hooks";
import type { Session } from "../session";
import { type Entry, entriesOf } from "../tools";
import "../styles/menu.css";

interface Props {
  session: Session;
  close(refocus: boolean): void;
}

/** A menu after the pattern of WAI-ARIA: arrows walk, Escape leaves, and so does a click beside it. */
export function Menu({ session, close }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const entries = entriesOf(session);
  const items = () => [...(list.current?.querySelectorAll("button") ?? [])];

  useEffect(() => items()[0]?.focus(), []);
  useEffect(() => {
    const beside = (event: PointerEvent) => {
      if (!list.current?.parentElement?.contains(event.target as Node)) close(false);
    };
    document.addEventListener("pointerdown", beside);
    return () => document.removeEventListener("pointerdown", beside);
  }, [close]);

  const key = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const goal = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Tab") return close(false);
    if (event.key !== "Escape" && goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (goal === undefined) close(true);
    else all[goal % all.length]?.focus();
  };

  return (
    <div class="menu" role="menu" ref={list} onKeyDown={key}>
      {entries.map((entry) => (
        <button
          key={entry.label}
          type="button"
          tabIndex={-1}
          {...roleOf(entry)}
          onClick={() => {
            close(true);
            entry.run();
          }}
        >
          <span aria-hidden="true">{entry.checked ? "✓" : ""}</span>
          {entry.label}
        </button>
      ))}
    </div>
  );
}

const roleOf = ({ checked }: Entry) =>
  checked === undefined
    ? ({ role: "menuitem" } as const)
    : ({ role: "menuitemcheckbox", "aria-checked": checked } as const);
