/** Why a call failed: the server's own code, or `lost` (no connection) or `unknown` (the server broke). */
export type Failure =
  | "token_invalid"
  | "site_unknown"
  | "rate_limited"
  | "text_empty"
  | "text_too_long"
  | "text_invalid"
  | "email_invalid"
  | "files_unknown"
  | "files_too_many"
  | "files_lost"
  | "file_too_large"
  | "file_type_refused"
  | "file_empty"
  | "file_missing"
  | "identity_needed"
  | "code_wrong"
  | "codes_too_many"
  | "transcripts_too_many"
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
  "files_unknown",
  "files_too_many",
  "files_lost",
  "file_too_large",
  "file_type_refused",
  "file_empty",
  "file_missing",
  "identity_needed",
  "code_wrong",
  "codes_too_many",
  "transcripts_too_many",
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

/** Whether the server will never take this text or these files, however often they are sent. */
export const isRefused = (failure: Failure): boolean => /^(text|files?)_/.test(failure);
