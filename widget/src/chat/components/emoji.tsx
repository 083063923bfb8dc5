import { useEffect, useRef } from "preact/hooks";
import { groups, usedWith } from "../emoji";
import { language, t } from "../i18n";
import { headings } from "../languages/emoji";
import type { Storage } from "../storage";
import "../styles/emoji.css";

interface Props {
  storage: Storage;
  choose(emoji: string): void;
  close(refocus: boolean): void;
}

/** Used in this page, where the browser keeps nothing. */
let used: readonly string[] = [];

/** Emoji in groups. One tab stop: arrows walk, also from group to group; Escape leaves, and so does a click beside it. */
export function Emoji({ storage, choose, close }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const names = headings[language.value];
  // As it was when it was opened, so that nothing moves under the finger.
  const recent = useRef(storage.emoji.length > 0 ? storage.emoji : used).current;
  const buttons = () => [...(box.current?.querySelectorAll("button") ?? [])];

  useEffect(() => buttons()[0]?.focus(), []);
  useEffect(() => {
    const beside = (event: PointerEvent) => {
      if (!box.current?.parentElement?.contains(event.target as Node)) close(false);
    };
    document.addEventListener("pointerdown", beside);
    return () => document.removeEventListener("pointerdown", beside);
  }, [close]);

  const pick = (emoji: string) => {
    used = usedWith(recent, emoji);
    storage.emoji = used;
    choose(emoji);
  };
  const key = (event: KeyboardEvent) => {
    const all = buttons();
    const from = all.indexOf(document.activeElement as HTMLButtonElement);
    const ahead = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    let goal: HTMLButtonElement | undefined;
    if (event.key === "Escape") close(true);
    else if (event.key === "Tab") return close(false);
    else if (event.key === "Home") goal = all[0];
    else if (event.key === "End") goal = all.at(-1);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") goal = all[from + (event.key === ahead ? 1 : -1)];
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") goal = nextRow(all, from, event.key === "ArrowUp");
    else return;
    event.preventDefault();
    event.stopPropagation();
    goal?.focus();
  };

  return (
    <div class="emoji" ref={box} role="dialog" aria-label={t.value.emoji} onKeyDown={key}>
      {[recent, ...groups].map((group, i) =>
        group.length === 0 ? null : (
          <section key={i} aria-labelledby={`emoji-${i}`}>
            <h2 id={`emoji-${i}`}>{names[i]}</h2>
            <div>
              {group.map((emoji) => (
                <button key={emoji} type="button" tabIndex={-1} onClick={() => pick(emoji)}>
                  {emoji}
                </button>
              ))}
            </div>
          </section>
        ),
      )}
    </div>
  );
}

/** The one nearest in the next row, or in the row before. */
function nextRow(all: HTMLButtonElement[], from: number, up: boolean): HTMLButtonElement | undefined {
  const now = all[from];
  if (!now) return all[0];
  const rest = up ? all.slice(0, from).reverse() : all.slice(from + 1);
  const first = rest.find((one) => one.offsetTop !== now.offsetTop);
  const apart = (one: HTMLButtonElement) => Math.abs(one.offsetLeft - now.offsetLeft);
  return rest.filter((one) => one.offsetTop === first?.offsetTop).sort((a, b) => apart(a) - apart(b))[0];
}
