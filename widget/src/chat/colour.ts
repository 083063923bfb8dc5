export interface Look {
  /** The company's colour, for fills. */
  accent: string;
  /** Text on the accent. */
  ink: string;
  /** The accent as text on the chat's own grounds, moved until it can be read. */
  link: string;
}

const petrol = { light: "#0b6073", dark: "#58b7cb" };
/** Where links stand at worst: on an agent's bubble, which is nearer to them than the surface. */
const ground = { light: "#eeece8", dark: "#282725" };
const white = "#ffffff";
const night = "#06242b";
const readable = 4.5;

type Rgb = [number, number, number];

const parse = (hex: string): Rgb => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as Rgb;
const format = (rgb: Rgb): string => `#${rgb.map((v) => Math.round(v).toString(16).padStart(2, "0")).join("")}`;
const mix = (from: Rgb, to: Rgb, share: number): Rgb => from.map((v, i) => v + ((to[i] ?? 0) - v) * share) as Rgb;

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((v) => (v <= 10.31 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The WCAG 2 contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parse(a)), luminance(parse(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** `colour` moved away from `ground`, no further than it takes to be read on it or under it. */
function apart(colour: string, ground: string): string {
  const target: Rgb = luminance(parse(ground)) > 0.18 ? [0, 0, 0] : [255, 255, 255];
  let moved = colour;
  for (let share = 0.05; contrast(moved, ground) < readable && share <= 1; share += 0.05) {
    moved = format(mix(parse(colour), target, share));
  }
  return moved;
}

/** The colours for a site's accent; an accent that is no `#rrggbb` gives ours. */
export function lookFor(accent: string | undefined, dark: boolean): Look {
  const theme = dark ? "dark" : "light";
  const fill = accent && /^#[\da-f]{6}$/i.test(accent) ? accent.toLowerCase() : petrol[theme];
  const ink = contrast(fill, white) >= contrast(fill, night) ? white : night;
  return { accent: apart(fill, ink), ink, link: apart(fill, ground[theme]) };
}
