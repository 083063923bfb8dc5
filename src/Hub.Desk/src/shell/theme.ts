import { storage } from "./storage";
import { createStore } from "./store";

export type Theme = "system" | "light" | "dark";

const key = "hub.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const saved = storage.read(key);

/** What this browser chose; "system" follows the machine, hour by hour. */
export const theme = createStore<Theme>(saved === "light" || saved === "dark" ? saved : "system");

export function isDark(): boolean {
  const chosen = theme.get();
  return chosen === "system" ? system.matches : chosen === "dark";
}

function apply(): void {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

export function applyTheme(): void {
  apply();
  system.addEventListener("change", apply);
  theme.subscribe(() => {
    storage.write(key, theme.get() === "system" ? null : theme.get());
    apply();
  });
}
