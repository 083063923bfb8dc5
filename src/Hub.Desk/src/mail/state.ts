import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";

/** Whether mail can leave, and what waits. */
export const mailStateQuery = queryOptions({
  queryKey: ["mail-state"],
  queryFn: ({ signal }) => get<"/mail/state">("/mail/state", signal),
  refetchInterval: 60_000,
});
