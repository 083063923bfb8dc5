/** What the chat does with a site's colour: the same rule as in the chat itself, said before it is saved. */
export interface Verdict {
  /** `white`: white words as they are; `dark`: the chat writes in dark words; `moved`: neither can be read, the colour is changed. */
  kind: "white" | "dark" | "moved";
  /** The contrast of white words on the colour. */
  white: number;
  /** The contrast of the words that are used. */
  ratio: number;
  /** The colour that is shown. */
  used: string;
  ink: string;
}

const white = "#ffffff";
const night = "#06242b";
/** WCAG 2.2, 1.4.3, level AA. */
const readable = 4.5;

type Rgb = [number, number, number];

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const format = (rgb: Rgb) => `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;

export const isColour = (text: string) => /^#[\da-f]{6}$/i.test(text);

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) =>
    value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  ) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The WCAG 2 contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parse(a)), luminance(parse(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

export function judge(accent: string): Verdict {
  const onWhite = contrast(accent, white);
  const onNight = contrast(accent, night);
  const ink = onWhite >= onNight ? white : night;
  const ratio = Math.max(onWhite, onNight);
  if (ratio >= readable) return { kind: ink === white ? "white" : "dark", white: onWhite, ratio, used: accent, ink };
  return { kind: "moved", white: onWhite, ratio, used: away(accent, ink), ink };
}

/** The colour moved away from its words, no further than it takes. */
function away(colour: string, ink: string): string {
  const target = ink === white ? 0 : 255;
  let moved = colour;
  for (let share = 0.05; contrast(moved, ink) < readable && share <= 1; share += 0.05) {
    moved = format(parse(colour).map((value) => value + (target - value) * share) as Rgb);
  }
  return moved;
}
