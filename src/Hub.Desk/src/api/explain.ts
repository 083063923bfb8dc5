import type { TFunction } from "i18next";
import { NetworkError, Problem } from "./client";

/** A failure in the person's language: by its code where we have words for it, else as the server said it. */
export function explain(error: unknown, t: TFunction): string {
  if (error instanceof NetworkError) return t("ui.problem.network");
  if (!(error instanceof Problem)) return t("ui.problem.unknown");
  const fallback = error.status >= 500 ? t("ui.problem.unknown") : error.message;
  return t(`ui.problem.${error.code}`, { defaultValue: fallback });
}

/** What is wrong with which field. One field is refused at a time, so the problem's own code says more than the server's sentence. */
export function fieldErrors(error: unknown, t: TFunction): Record<string, string | undefined> {
  if (!(error instanceof Problem) || !error.errors) return {};
  const fields = Object.entries(error.errors);
  if (fields.length === 1 && fields[0]) return { [fields[0][0]]: explain(error, t) };
  return Object.fromEntries(fields.map(([field, messages]) => [field, messages[0]]));
}

/** The failure as a whole, unless it is shown at a field already. */
export function generalError(error: unknown, t: TFunction): string | undefined {
  if (!error || (error instanceof Problem && error.errors)) return undefined;
  return explain(error, t);
}
