import type { Signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { formatNumber, t } from "../i18n";
import { textLimit } from "../protocol";
import type { Session } from "../session";
import { Attach } from "./attach";
import { Chips } from "./chips";
import { EmojiButton } from "./emoji-button";
import { Icon } from "./icons";

const warnFrom = textLimit - 500;

interface Props {
  session: Session;
  words: Signal<string>;
  field: { current: HTMLTextAreaElement | null };
}

/** Where the visitor writes: grows from one line to five, Enter sends, Shift+Enter makes a line. */
export function Composer({ session, words, field }: Props) {
  const text = words.value;
  const length = text.length > warnFrom ? [...text.trim()].length : text.length;
  const over = length - textLimit;
  const filled = session.tray.items.value.length > 0;
  const focus = () => field.current?.focus();

  // The height follows the text.
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text]);

  const send = () => {
    const ready = words.value.trim();
    if ((!ready && !filled) || over > 0) return field.current?.focus();
    session.send(ready);
    words.value = "";
    field.current?.focus();
  };
  const typed = (value: string) => {
    words.value = value;
    if (value.trim()) session.typingOut.touch();
    else session.typingOut.stop();
  };
  /** Where the caret is, in the place of what is marked. */
  const insert = (emoji: string) => {
    const area = field.current;
    if (!area) return;
    area.setRangeText(emoji, area.selectionStart, area.selectionEnd, "end");
    typed(area.value);
    area.focus();
  };
  const key = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word. Safari says so only by the key code.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };

  const paste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // What is copied from a document brings its picture beside its words.
    if (files.length === 0 || event.clipboardData?.getData("text/plain")) return;
    event.preventDefault();
    session.tray.add(files);
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Chips session={session} done={focus} />
      <div class="box">
        <Attach session={session} done={focus} />
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={t.value.yourMessage}
          aria-describedby="count"
          aria-invalid={over > 0}
          placeholder={t.value.write}
          enterkeyhint="send"
          dir="auto"
          onInput={(event) => typed(event.currentTarget.value)}
          onKeyDown={key}
          onPaste={paste}
        />
        <EmojiButton storage={session.storage} insert={insert} />
        <button
          type="submit"
          class="round go"
          aria-label={t.value.send}
          aria-disabled={(!text.trim() && !filled) || over > 0}
        >
          <Icon name="up" />
        </button>
      </div>
      <p class={over > 0 ? "count trouble" : "count"} id="count" role="status">
        {length > warnFrom &&
          (over > 0 ? t.value.tooLong(formatNumber(over), over) : t.value.left(formatNumber(-over)))}
      </p>
    </form>
  );
}
