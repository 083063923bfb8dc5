/** The first letters of the first and the last name: "Amélie Gauthier-Dumas" gives "AG". */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

interface AvatarProps {
  name: string;
  kind: "agent" | "customer";
  me?: boolean;
  size?: "s" | "l" | "xl";
}

/** Staff are square, customers round, so that the outline says who speaks. The name stands beside it. */
export function Avatar({ name, kind, me, size = "s" }: AvatarProps) {
  const classes = ["av", kind === "customer" && "cust", me && "me", size !== "s" && size];
  return (
    <span className={classes.filter(Boolean).join(" ")} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
