/** What the server writes into the loader: how the site's launcher looks before anything else is asked. */
export interface Look {
  /** The site is switched off: nothing is drawn. */
  off?: true;
  accent: string;
  ink: string;
  side: "left" | "right";
  /** CSS pixels between the launcher and the window's edge. */
  x: number;
  y: number;
  /** No launcher: the page opens the chat itself. */
  bare?: true;
  /** Open, close, and what follows the number of unread answers, by language; the site's own comes first. */
  words: Record<string, readonly [string, string, string]>;
}

// The server writes a literal in the place of this name (LoaderScript.cs), so a page needs one request and no JSON.
declare const HUB_LOOK: Look;
export const look = HUB_LOOK;
