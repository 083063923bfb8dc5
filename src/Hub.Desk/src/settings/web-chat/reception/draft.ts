import { queryOptions, useMutation } from "@tanstack/react-query";
import { get, put } from "../../../api/client";
import { queryClient } from "../../../api/queries";
import type { Reception, ReceptionInput } from "../../../api/types";
import { linesOf, type SiteLanguage } from "../sites";

export const receptionQuery = (site: number) =>
  queryOptions({
    queryKey: ["reception", site],
    queryFn: ({ signal }) => get<"/sites/{id}/reception">(`/sites/${site}/reception`, signal),
  });

export const useSaveReception = (site: number) =>
  useMutation({
    mutationFn: (input: ReceptionInput) => put<"/sites/{id}/reception">(`/sites/${site}/reception`, input),
    onSuccess: (saved) => queryClient.setQueryData(receptionQuery(site).queryKey, saved),
  });

export type QuestionKind = "name" | "email" | "topic" | "choice" | "text" | "check";
export const questionKinds: QuestionKind[] = ["name", "email", "topic", "choice", "text", "check"];
export const hasWords = (kind: QuestionKind) => kind !== "name" && kind !== "email";
export const hasOptions = (kind: QuestionKind) => kind === "topic" || kind === "choice";

type Words = Partial<Record<SiteLanguage, string>>;

/** A question as it is edited: its choices are one a line, in each language. */
export interface QuestionDraft {
  key: string;
  kind: QuestionKind;
  required: boolean;
  labels: Words;
  options: Words;
  /** Keys of the choices, in the order of their lines: an answer keeps its meaning when a word is changed. */
  optionKeys: string[];
}

export interface ReceptionDraft {
  when: "never" | "away" | "always";
  questions: QuestionDraft[];
  consent: Words;
  bound: boolean;
  zone: string;
  /** Monday first, as typed: `09:00-12:30, 14:00-18:00`. */
  week: string[];
  /** One date a line. */
  closed: string;
  rates: boolean;
}

const usual = "09:00-18:00";

export function draftOf({ form, consent, hours, rates }: Reception): ReceptionDraft {
  return {
    when: form?.when ?? "never",
    questions: (form?.fields ?? []).map((field) => ({
      key: field.key ?? "",
      kind: field.kind ?? "text",
      required: field.required ?? false,
      labels: field.labels ?? {},
      options: linesByLanguage(field.options ?? []),
      optionKeys: (field.options ?? []).map(({ key }) => key ?? ""),
    })),
    consent: consent?.texts ?? {},
    bound: hours !== undefined && hours !== null,
    zone: hours?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    week: hours?.week?.map((spans) => spans.join(", ")) ?? [usual, usual, usual, usual, usual, "", ""],
    closed: (hours?.closed ?? []).join("\n"),
    rates,
  };
}

function linesByLanguage(options: { labels?: Words }[]): Words {
  const languages = new Set(options.flatMap(({ labels }) => Object.keys(labels ?? {}) as SiteLanguage[]));
  return Object.fromEntries(
    [...languages].map((language) => [language, options.map(({ labels }) => labels?.[language] ?? "").join("\n")]),
  );
}

/** The draft in the words of the API; empty texts are left out. */
export function inputOf(draft: ReceptionDraft): ReceptionInput {
  const consent = filled(draft.consent);
  return {
    rates: draft.rates,
    ...(draft.when !== "never" && { form: { when: draft.when, fields: draft.questions.map(fieldOf) } }),
    ...(Object.keys(consent).length > 0 && { consent }),
    ...(draft.bound && {
      hours: {
        zone: draft.zone,
        week: draft.week.map((day) =>
          day
            .split(/[,;]/)
            .map((span) => span.replaceAll("–", "-").replaceAll(/\s/g, ""))
            .filter(Boolean),
        ),
        closed: linesOf(draft.closed),
      },
    }),
  };
}

function fieldOf({ key, kind, required, labels, options, optionKeys }: QuestionDraft) {
  return {
    key,
    kind,
    required,
    ...(hasWords(kind) && { labels: filled(labels) }),
    ...(hasOptions(kind) && { options: optionsOf(options, optionKeys) }),
  };
}

function optionsOf(texts: Words, keys: string[]) {
  const lines = Object.entries(texts).map(([language, text]) => [language, (text ?? "").split("\n")] as const);
  const count = Math.max(0, ...lines.map(([, each]) => each.length));
  return Array.from({ length: count }, (_, at) => ({
    key: keys[at] ?? freshKey("o", keys, at),
    labels: Object.fromEntries(
      lines.flatMap(([language, each]) => (each[at]?.trim() ? [[language, each[at].trim()]] : [])),
    ),
  })).filter(({ labels }) => Object.keys(labels).length > 0);
}

/** A key that none of these is. */
export function freshKey(letter: string, known: string[], from: number): string {
  let number = from + 1;
  while (known.includes(`${letter}${number}`)) number++;
  return `${letter}${number}`;
}

const filled = (words: Words): Record<string, string> =>
  Object.fromEntries(
    Object.entries(words).flatMap(([language, text]) => (text?.trim() ? [[language, text.trim()]] : [])),
  );
