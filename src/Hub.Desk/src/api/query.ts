import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./client";

/** Everything the server owns lives here and only here; live events write into it. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Live events keep what is shown fresh, and a reconnect fetches what was missed.
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: "always",
      retry: (count, error) => count < 3 && error instanceof Problem && error.passing,
      retryDelay: (attempt) => Math.min(4_000, 500 * 2 ** attempt),
    },
    mutations: { networkMode: "always" },
  },
});

export const keys = {
  session: ["session"] as const,
  agents: ["agents"] as const,
  invitations: ["invitations"] as const,
  sites: ["sites"] as const,
  counts: ["counts"] as const,
  lists: ["list"] as const,
  list: (view: string, sort: string) => ["list", view, sort] as const,
  ticket: (number: number) => ["ticket", number] as const,
  messages: (number: number) => ["messages", number] as const,
  customer: (id: number) => ["customer", id] as const,
  search: (text: string) => ["search", text] as const,
};
