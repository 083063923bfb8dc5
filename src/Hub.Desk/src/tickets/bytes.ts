const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A size as people say it: "84 kB", in French "84 ko". */
export function bytes(size: number, language: string): string {
  const step = Math.min(3, size < 1 ? 0 : Math.floor(Math.log10(size) / 3));
  const value = size / 1000 ** step;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: units[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step > 1 && value < 10 ? 1 : 0,
  }).format(value);
}
