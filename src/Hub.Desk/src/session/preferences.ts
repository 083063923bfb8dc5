import { useSyncExternalStore } from "react";

/** What the person chose; `system` follows the device. Kept in this browser: a screen has a light of its own. */
export type Theme = "system" | "light" | "dark";

const key = "hub.theme";
const night = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let theme = read();

/** A browser that forbids storage throws on reading: the device's theme then has to do. */
function read(): Theme {
  try {
    const kept = localStorage.getItem(key);
    return kept === "light" || kept === "dark" ? kept : "system";
  } catch {
    return "system";
  }
}

function resolved(): "light" | "dark" {
  if (theme === "system") return night.matches ? "dark" : "light";
  return theme;
}

function apply(): void {
  document.documentElement.dataset.theme = resolved();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function setTheme(wanted: Theme): void {
  theme = wanted;
  try {
    if (wanted === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, wanted);
  } catch {
    // Kept for this page only.
  }
  apply();
}

/** The person's choice. */
export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme);

/** What is on the screen now. */
export const useShownTheme = (): "light" | "dark" => useSyncExternalStore(subscribe, resolved);

night.addEventListener("change", apply);
// Another tab of the desk changed it.
window.addEventListener("storage", (event) => {
  if (event.key !== key) return;
  theme = read();
  apply();
});
apply();
