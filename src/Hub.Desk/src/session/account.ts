import { queryOptions } from "@tanstack/react-query";
import { del, get, patch, post } from "../api/client";
import { queryClient } from "../api/queries";
import type { Language, Notify, Session, SessionAnswer } from "../api/types";
import { setLanguage } from "../i18n";

/** Who is signed in. Asked once: after that, a refused call says when it is over. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => speak(await get<"/session">("/session", signal)),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  refetchOnReconnect: false,
});

export interface Credentials {
  email: string;
  password: string;
}

export async function signIn(credentials: Credentials): Promise<Session> {
  await freshToken();
  return keep(await post<"/session">("/session", credentials));
}

export interface Acceptance {
  token: string;
  name: string;
  password: string;
  language: Language;
}

export async function acceptInvitation(acceptance: Acceptance): Promise<Session> {
  await freshToken();
  return keep(await post<"/invitations/accept">("/invitations/accept", acceptance));
}

export async function changeSelf(change: { name?: string; language?: Language; notify?: Notify }): Promise<Session> {
  return keep(await patch<"/session">("/session", change));
}

/** Ends the session in this browser and forgets what it has seen. */
export async function signOut(): Promise<void> {
  await del<"/session">("/session");
  const known = queryClient.getQueryData(sessionQuery.queryKey);
  if (known) queryClient.setQueryData(sessionQuery.queryKey, { ...known, user: null });
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
}

/** A token counts for one user only: the one in the cookie may be for whoever was signed in before. */
const freshToken = () => get<"/session">("/session");

/** Whoever was just let in is somebody. */
function keep(answer: SessionAnswer): Session {
  const session = answer as Session;
  queryClient.setQueryData(sessionQuery.queryKey, speak(session));
  return session;
}

/** Before anything is drawn, so that no sentence appears in the wrong language first. */
function speak(answer: SessionAnswer): SessionAnswer {
  if (answer.user) setLanguage(answer.user.language);
  return answer;
}
