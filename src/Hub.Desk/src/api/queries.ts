import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./client";

/** The server's state as the desk knows it. A refusal is final; a broken line or a server in trouble is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && !(error instanceof Problem && error.status < 500),
    },
  },
});
