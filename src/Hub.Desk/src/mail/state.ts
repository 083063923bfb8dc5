import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import type { MailState } from "../api/mail";

/** Whether mail can leave, and what waits. */
export const mailStateQuery = queryOptions({
  queryKey: ["mail-state"],
  queryFn: ({ signal }) => get<MailState>("/mail/state", signal),
  refetchInterval: 60_000,
});
