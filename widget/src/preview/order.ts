/** What the desk orders: a site as it is being edited, and at which moment. */
export interface PreviewOrder {
  hub: "preview";
  /** A key of the site. */
  site: string;
  look: { accent: string; ink: string; side: "left" | "right"; x: number; y: number };
  /** The chat is open. */
  shown: boolean;
  /** No launcher. */
  bare: boolean;
  /** The page around it is dark. */
  dark: boolean;
  settings: object;
  locale: string;
  dir: "ltr" | "rtl" | "";
  moment: "before" | "talking" | "away";
}

const isColour = (value: unknown) => typeof value === "string" && /^#[\da-f]{6}$/.test(value);

/** Whether `data`, posted by the desk, is an order. */
export function isOrder(data: unknown): data is PreviewOrder {
  const { hub, site, look, settings } = Object(data) as Record<string, unknown>;
  const { accent, ink, side, x, y } = Object(look) as Record<string, unknown>;
  return (
    hub === "preview" &&
    typeof site === "string" &&
    isColour(accent) &&
    isColour(ink) &&
    (side === "left" || side === "right") &&
    Number.isInteger(x) &&
    Number.isInteger(y) &&
    typeof settings === "object" &&
    settings !== null
  );
}
