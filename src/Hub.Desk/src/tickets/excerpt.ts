const most = 25;
/** Characters of a line as it stands in the timeline. */
const wide = 76;
/** What is hidden must be worth a press. */
const spare = 5;

/** The beginning of a text that is longer than some twenty-five lines, cut between two words; none where it can stand whole. */
export function excerpt(text: string): string | undefined {
  if (linesUpTo(text, most + spare) === undefined) return undefined;
  const end = linesUpTo(text, most);
  if (end === undefined) return undefined;
  const space = text.lastIndexOf(" ", end);
  const cut = text[end] === "\n" || space < end - wide ? end : space;
  return text.slice(0, cut).trimEnd();
}

/** Where the text passes so many lines, long ones counted as they wrap; none where it never does. */
function linesUpTo(text: string, lines: number): number | undefined {
  let at = 0;
  for (let left = lines; left > 0; left--) {
    const end = text.indexOf("\n", at);
    const stop = end < 0 ? text.length : end;
    if (stop - at > wide) at += wide;
    else if (end < 0) return undefined;
    else if (left > 1) at = end + 1;
    else return text.slice(end).trim() ? end : undefined;
  }
  return at < text.length ? at : undefined;
}
