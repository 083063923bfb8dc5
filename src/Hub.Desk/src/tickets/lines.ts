import type { Delivery } from "../api/mail";
import type { Message, SeenMark } from "../api/types";

/** What one line says about an answer on its way. */
export type Line =
  | { kind: "leaving"; at: string }
  | { kind: "sending" }
  | { kind: "queued"; reason?: string; next?: string; to?: string }
  | { kind: "sent" | "delivered" | "read"; at?: string }
  /** An answer in the chat goes by mail too unless it is seen before. */
  | { kind: "willMail"; to?: string; at?: string }
  | { kind: "byMail"; to?: string }
  | { kind: "failed"; reason?: string; to?: string }
  | { kind: "cancelled" };

type Said = Pick<Message, "kind" | "seq" | "channel" | "delivery" | "marks">;

/** The line of an answer; none for what is no answer. */
export function lineOf(message: Said, seen?: SeenMark): Line | undefined {
  if (message.kind !== "reply") return undefined;
  return isMail(message) ? mailLine(message.delivery ?? undefined) : chatLine(message, seen);
}

export const isMail = (message: Pick<Message, "channel">) => message.channel?.kind === "email";

/** The customer's words, or those of somebody who is part of the ticket; not what is said beside it. */
export const isCustomers = (message: Pick<Message, "kind" | "audience">) =>
  message.kind === "inbound" && message.audience === "customer";

/** Said in a conversation that the customer never sees. */
export const isAside = (message: Pick<Message, "audience">) => message.audience.startsWith("side:");

function mailLine(delivery: Delivery | undefined): Line {
  const at = delivery?.at ?? undefined;
  switch (delivery?.state) {
    case "scheduled":
      return delivery.notBefore ? { kind: "leaving", at: delivery.notBefore } : { kind: "sending" };
    case "queued":
      return { kind: "queued", reason: delivery.reason ?? undefined, next: delivery.notBefore ?? undefined };
    case "leased":
      return { kind: "sending" };
    case "failed":
      return { kind: "failed", reason: delivery.reason ?? undefined, to: delivery.address ?? undefined };
    case "cancelled":
      return { kind: "cancelled" };
    case "delivered":
    case "read":
      return { kind: delivery.state, at };
    case "sent":
    case undefined:
      return { kind: "sent", at };
  }
}

/** In the chat an answer is there at once; what may be on its way is the mail that follows an unseen one. */
function chatLine({ seq, delivery, marks }: Said, seen?: SeenMark): Line {
  const inChat = !marks?.includes("apart");
  const to = delivery?.address ?? undefined;
  const reason = delivery?.reason ?? undefined;
  const mailed = delivery?.via === "email";
  if (mailed && delivery.state === "failed") return { kind: "failed", reason, to };
  if (inChat && seen && seen.seq >= seq) return { kind: "read", at: seen.at };
  if (delivery?.state === "read") return { kind: "read", at: delivery.at ?? undefined };
  if (!mailed) return delivery?.state === "failed" ? { kind: "failed", reason } : { kind: "sent" };
  switch (delivery.state) {
    case "scheduled":
      return { kind: "willMail", to, at: delivery.notBefore ?? undefined };
    case "queued":
      return { kind: "queued", reason, next: delivery.notBefore ?? undefined, to };
    case "sent":
    case "delivered":
      return { kind: "byMail", to };
    default:
      return { kind: "sent" };
  }
}

/** The last seconds before an answer leaves are counted. */
export const counted = 15_000;

/** When a countdown to `at` has to be looked at again, in milliseconds; none once it is over. */
export function nextLook(at: number, now: number): number | undefined {
  const left = at - now;
  if (left <= 0) return undefined;
  // A timer of more than 24 days fires at once.
  if (left > counted) return Math.min(left - counted, 3_600_000);
  return left % 1000 || 1000;
}
