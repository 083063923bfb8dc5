import { useMutation } from "@tanstack/react-query";
import { post } from "../api/client";
import { queryClient } from "../api/queries";
import type { Message } from "../api/types";
import { applyMessages } from "../realtime/apply";
import { forgetDeparture } from "./departing";
import { giveBack } from "./drafts";

/** `undo` stops an answer and gives its words back; `dismiss` only stops it; `send` sends it now, or again. */
export type Act = "undo" | "dismiss" | "send";

/** Does it; answers where the words are now, if they were given back. */
export async function actOn(me: number, ticket: number, message: Pick<Message, "id" | "seq" | "text">, act: Act) {
  const path = `/tickets/${ticket}/messages/${message.id}/${act === "send" ? "send" : "cancel"}` as const;
  applyMessages(ticket, [
    await post<"/tickets/{number}/messages/{id}/send" | "/tickets/{number}/messages/{id}/cancel">(path),
  ]);
  forgetDeparture(message.id);
  return act === "undo" ? giveBack(me, ticket, message.text ?? "", message.seq) : undefined;
}

export const useAct = (me: number, ticket: number, message: Pick<Message, "id" | "seq" | "text">) =>
  useMutation({
    mutationFn: (act: Act) => actOn(me, ticket, message, act),
    // It is gone already, or a colleague was quicker: show how things are.
    onError: () => queryClient.invalidateQueries({ queryKey: ["messages", ticket] }),
  });
