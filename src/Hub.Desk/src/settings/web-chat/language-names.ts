/** What a language is called in another, with a capital as it stands in a list. */
export function nameOf(language: string, desk: string): string {
  const name = new Intl.DisplayNames([desk], { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(desk) + name.slice(1);
}
