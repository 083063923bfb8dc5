import { queryOptions, useMutation } from "@tanstack/react-query";
import { get, patch } from "../api/client";
import { queryClient } from "../api/queries";
import type { Role } from "../api/types";

/** Everybody who works here, by name; disabled accounts are among them. */
export const agentsQuery = queryOptions({
  queryKey: ["agents"],
  queryFn: async ({ signal }) => (await get<"/agents">("/agents", signal)).items,
});

interface AgentChange {
  id: number;
  role?: Role;
  disabled?: boolean;
}

/** Changes a colleague's account and shows the answer in the list at once. */
export const useChangeAgent = () =>
  useMutation({
    mutationFn: ({ id, ...change }: AgentChange) => patch<"/agents/{id}">(`/agents/${id}`, change),
    onSuccess: (changed) =>
      queryClient.setQueryData(agentsQuery.queryKey, (agents) =>
        agents?.map((agent) => (agent.id === changed.id ? changed : agent)),
      ),
  });
