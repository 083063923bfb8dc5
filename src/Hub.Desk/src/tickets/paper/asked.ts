/** The mails whose remote pictures this person wanted to see, in this browser. */
const key = "hub.pictures";
const most = 500;

function read(): number[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "number") : [];
  } catch {
    return [];
  }
}

export const wasAsked = (message: number): boolean => read().includes(message);

export function rememberAsked(message: number): void {
  try {
    localStorage.setItem(key, JSON.stringify([...read().filter((id) => id !== message), message].slice(-most)));
  } catch {
    // For this page only.
  }
}
