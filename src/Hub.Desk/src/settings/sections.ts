import type { Role } from "../api/types";
import type { IconName } from "../ui";

export interface Section {
  path: string;
  /** Where its words are: `settings.<words>.title`, and `.<setting>` with `.<setting>Hint` for each of its settings. */
  words: "profile" | "people" | "teams" | "webChat" | "mailboxes" | "received";
  icon: IconName;
  /** The anchors on its page, which are what the search finds. */
  settings: string[];
  /** The least role that sees it; absent, everybody. */
  role?: Exclude<Role, "agent">;
}

export const sections: Section[] = [
  {
    path: "profile",
    words: "profile",
    icon: "user",
    settings: ["name", "email", "notify", "language", "theme", "signOut"],
  },
  { path: "people", words: "people", icon: "users", settings: ["list", "invite", "pending", "roles"] },
  {
    path: "teams",
    words: "teams",
    icon: "users",
    settings: ["list", "name", "members", "remove"],
    role: "administrator",
  },
  {
    path: "web-chat",
    words: "webChat",
    icon: "chat",
    settings: [
      ...[
        "install",
        "seen",
        "key",
        "name",
        "origins",
        "privacy",
        "continueAfter",
        "remember",
        "team",
        "enabled",
        "remove",
      ],
      ...["accent", "position", "launcher", "sound", "languages", "locale", "chatTitle", "greeting", "away"],
      ...["hours", "questions", "consent", "rates"],
      ...["signingKeys", "signed", "signSample", "identify"],
    ],
    role: "administrator",
  },
  {
    path: "mailboxes",
    words: "mailboxes",
    icon: "mail",
    settings: ["list", "name", "address", "senderName", "locale", "signature", "server", "test", "acknowledge", "team"],
    role: "administrator",
  },
  { path: "received", words: "received", icon: "inbox", settings: ["list", "quarantine"], role: "supervisor" },
];

const ranks: Role[] = ["agent", "supervisor", "administrator"];

export const mayUse = (role: Role, least: Role = "agent") => ranks.indexOf(role) >= ranks.indexOf(least);

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** True where every word of the query is in the text, whatever the case and the accents: `reg` finds "Réglages". */
export function matches(query: string, text: string): boolean {
  const folded = fold(text);
  return fold(query)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}
