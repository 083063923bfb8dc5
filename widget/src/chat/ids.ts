/** A random UUID. A frame in a page without https has no `crypto.randomUUID`, even where the frame itself has https. */
export function newId(random: Uint8Array = crypto.getRandomValues(new Uint8Array(16))): string {
  const hex = Array.from(random, (byte, n) => {
    const marked = n === 6 ? (byte & 15) | 64 : n === 8 ? (byte & 63) | 128 : byte;
    return marked.toString(16).padStart(2, "0");
  }).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
