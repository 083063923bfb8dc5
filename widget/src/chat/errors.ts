/** Why a call failed: the server's own code, or `lost` (no connection) or `unknown` (the server broke). */
export type Failure =
  | "token_invalid"
  | "site_unknown"
  | "rate_limited"
  | "text_empty"
  | "text_too_long"
  | "text_invalid"
  | "email_invalid"
  | "not_started"
  | "unavailable"
  | "form_needed"
  | "consent_needed"
  | "consent_changed"
  | "answer_missing"
  | "answer_invalid"
  | "lost"
  | "unknown";

const codes: readonly string[] = [
  "token_invalid",
  "site_unknown",
  "rate_limited",
  "text_empty",
  "text_too_long",
  "text_invalid",
  "email_invalid",
  "not_started",
  "unavailable",
  "form_needed",
  "consent_needed",
  "consent_changed",
  "answer_missing",
  "answer_invalid",
] satisfies Failure[];

/** The failure that `error`, thrown by a hub call, stands for. */
export function failureOf(error: unknown): Failure {
  const text = error instanceof Error ? error.message : String(error);
  const code = /HubException: ([a-z_]+):/.exec(text)?.[1];
  if (code && codes.includes(code)) return code as Failure;
  // SignalR words an exception of the server so; everything else it throws is about the connection.
  return /on the server\b|HubException/.test(text) ? "unknown" : "lost";
}

/** Whether the server will never take this text, however often it is sent. */
export const isRefused = (failure: Failure): boolean => failure.startsWith("text_");
