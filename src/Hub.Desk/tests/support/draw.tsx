import { QueryClientProvider } from "@tanstack/react-query";
import { act, type ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { MemoryRouter } from "react-router";
import { queryClient } from "../../src/api/queries";

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const drawn: Root[] = [];

/** Draws something as the desk would; gives the place where it stands. */
export async function draw(what: ReactNode): Promise<HTMLElement> {
  const place = document.createElement("div");
  document.body.append(place);
  const root = createRoot(place);
  drawn.push(root);
  await act(async () =>
    root.render(
      <QueryClientProvider client={queryClient}>
        <MemoryRouter>{what}</MemoryRouter>
      </QueryClientProvider>,
    ),
  );
  return place;
}

/** Presses the button of this name. */
export async function press(place: HTMLElement, name: string): Promise<void> {
  const button = [...place.querySelectorAll("button")].find((each) => each.textContent?.includes(name));
  if (!button) throw new Error(`There is no button "${name}" in: ${place.textContent}`);
  await act(async () => button.click());
  // What the press asked the server for is answered in a turn of its own.
  await act(async () => new Promise((resolve) => setTimeout(resolve)));
}

export async function clear(): Promise<void> {
  for (const root of drawn.splice(0)) await act(async () => root.unmount());
  document.body.replaceChildren();
  queryClient.clear();
  localStorage.clear();
}
