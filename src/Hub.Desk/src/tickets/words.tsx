// Neither spaces nor the marks that turn the direction of writing, which would show another address than the one it leads to.
const address =
  /(https?:\/\/[^\s<>"'\u200e\u200f\u202a-\u202e\u2066-\u2069]*[^\s<>"'.,;:!?)\]\u200e\u200f\u202a-\u202e\u2066-\u2069])/g;

/** Text as it was written; web addresses become links, and nothing else becomes anything. */
export function Words({ text }: { text: string }) {
  return (
    <span className="words">
      {text.split(address).map((part, index) =>
        index % 2 && isSafe(part) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <a key={index} href={part} target="_blank" rel="noopener noreferrer">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </span>
  );
}

/** An address that leads where it seems to: "https://bank.example@thief.example" does not. */
function isSafe(part: string): boolean {
  try {
    const { protocol, username, password } = new URL(part);
    return /^https?:$/.test(protocol) && !username && !password;
  } catch {
    return false;
  }
}
