import { type KeyboardEvent, type ReactNode, type RefObject, useId, useLayoutEffect, useRef, useState } from "react";
import { Icon } from "./icon";
import "./menu.css";
import { nextIndex, place } from "./menu-moves";

export interface MenuItem {
  label: string;
  onSelect: () => void;
  /** True or false makes it one choice of several; absent, a plain action. */
  checked?: boolean;
  danger?: boolean;
  disabled?: boolean;
  /** The key that does the same, printed at the end. */
  key?: string;
  icon?: ReactNode;
}

interface MenuProps {
  /** The accessible name of the button and of the list. */
  label: string;
  /** What is drawn inside the button. */
  button: ReactNode;
  items: MenuItem[];
  className?: string;
  align?: "start" | "end";
  title?: string;
  /** To open the menu by a key: `ref.current?.click()`. */
  triggerRef?: RefObject<HTMLButtonElement | null>;
}

/** A button with a list of actions or choices, in the browser's own popover: it is above everything and closes by itself. */
export function Menu({ label, button, items, className = "btn", align = "start", title, triggerRef }: MenuProps) {
  const id = useId();
  const own = useRef<HTMLButtonElement>(null);
  const trigger = triggerRef ?? own;
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  // Once its entries are drawn, because their height decides whether it opens upwards, and the first takes the focus.
  useLayoutEffect(() => {
    if (!open || !list.current || !trigger.current) return;
    place(list.current, trigger.current, align);
    const entries = entriesOf(list.current);
    (entries.find((entry) => entry.ariaChecked === "true") ?? entries[0])?.focus();
  }, [open, align, trigger]);

  function close() {
    list.current?.hidePopover();
    trigger.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (event.key === "Tab" || event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      return close();
    }
    const entries = entriesOf(event.currentTarget);
    const next = nextIndex(entries, event.key);
    // Single letters are commands of the desk elsewhere: inside a menu they only look for an entry.
    event.stopPropagation();
    if (next === undefined) return;
    event.preventDefault();
    entries[next]?.focus();
  }

  return (
    <>
      <button
        ref={trigger}
        type="button"
        className={className}
        aria-label={label}
        title={title}
        aria-haspopup="menu"
        aria-expanded={open}
        popoverTarget={id}
      >
        {button}
      </button>
      <div
        ref={list}
        id={id}
        className="menu"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        popover="auto"
        onToggle={(event) => setOpen(event.newState === "open")}
        onKeyDown={onKeyDown}
      >
        {open && items.map((item) => <Entry key={item.label} item={item} close={close} />)}
      </div>
    </>
  );
}

function Entry({ item, close }: { item: MenuItem; close: () => void }) {
  return (
    <button
      type="button"
      {...roleOf(item)}
      tabIndex={-1}
      className={item.danger ? "menu-item danger" : "menu-item"}
      disabled={item.disabled}
      onClick={() => {
        close();
        item.onSelect();
      }}
    >
      {item.checked === undefined ? (
        item.icon
      ) : (
        <span className="menu-check">{item.checked && <Icon name="check" />}</span>
      )}
      {item.checked !== undefined && item.icon}
      <span className="grow cut">{item.label}</span>
      {item.key && <kbd>{item.key}</kbd>}
    </button>
  );
}

const entriesOf = (list: HTMLElement) => [...list.querySelectorAll<HTMLButtonElement>(".menu-item:not(:disabled)")];

const roleOf = ({ checked }: MenuItem) =>
  checked === undefined ? { role: "menuitem" } : { role: "menuitemradio", "aria-checked": checked };
