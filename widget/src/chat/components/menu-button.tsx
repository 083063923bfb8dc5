import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../i18n";
import type { Session } from "../session";
import { Icon } from "./icons";
import type { Menu } from "./menu";

const fetchMenu = () => import("./menu");

/** Opens what is rarely used. Its code is fetched when somebody is about to. */
export function MenuButton({ session }: { session: Session }) {
  const button = useRef<HTMLButtonElement>(null);
  const shown = useSignal<{ View: typeof Menu } | null>(null);
  const close = (refocus: boolean) => {
    shown.value = null;
    if (refocus) button.current?.focus();
  };
  const toggle = async () => {
    if (shown.value) return close(true);
    shown.value = { View: (await fetchMenu()).Menu };
  };
  const View = shown.value?.View;
  return (
    <div class="menu-place">
      <button
        ref={button}
        type="button"
        class="round"
        aria-label={t.value.more}
        aria-haspopup="menu"
        aria-expanded={shown.value !== null}
        onPointerEnter={() => void fetchMenu().catch(() => {})}
        onClick={() => void toggle().catch(() => {})}
      >
        <Icon name="more" />
      </button>
      {View && <View session={session} close={close} />}
    </div>
  );
}
