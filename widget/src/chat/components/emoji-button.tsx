import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../i18n";
import type { Storage } from "../storage";
import type { Emoji } from "./emoji";
import { Icon } from "./icons";

const fetchEmoji = () => import("./emoji");

/** Opens the emoji, which are fetched when somebody is about to. */
export function EmojiButton({ storage, insert }: { storage: Storage; insert(emoji: string): void }) {
  const button = useRef<HTMLButtonElement>(null);
  const shown = useSignal<{ View: typeof Emoji } | null>(null);
  const close = (refocus: boolean) => {
    shown.value = null;
    if (refocus) button.current?.focus();
  };
  const toggle = async () => {
    if (shown.value) return close(true);
    shown.value = { View: (await fetchEmoji()).Emoji };
  };
  const choose = (emoji: string) => {
    close(false);
    insert(emoji);
  };
  const View = shown.value?.View;
  return (
    <div class="emoji-place">
      <button
        ref={button}
        type="button"
        class="round"
        aria-label={t.value.emoji}
        title={t.value.emoji}
        aria-haspopup="dialog"
        aria-expanded={shown.value !== null}
        onPointerEnter={() => void fetchEmoji().catch(() => {})}
        onClick={() => void toggle().catch(() => {})}
      >
        <Icon name="smile" />
      </button>
      {View && <View storage={storage} choose={choose} close={close} />}
    </div>
  );
}
