import "./demo.css";

// An imaginary shop, in the language of ?lang= or of the browser, to show the widget on a page that is not Hub's.
type Queue = { (...args: unknown[]): void; q?: unknown[][] };

const scope = window as unknown as { hub?: Queue };
const wished = new URLSearchParams(location.search).get("lang") ?? navigator.language;

if (wished.startsWith("fr")) {
  document.documentElement.lang = "fr";
  document.title = "Lampadaire Orion · Lumen & Fils";
  for (const element of document.querySelectorAll<HTMLElement>("[data-fr]")) {
    element.textContent = element.dataset.fr ?? "";
  }
}

// The widget may have been there first, or may still be on its way: both take this.
scope.hub ??= Object.assign((...args: unknown[]) => void scope.hub?.q?.push(args), { q: [] });
scope.hub("setLocale", document.documentElement.lang);
