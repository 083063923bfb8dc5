import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { Outlet } from "react-router";
import type { Session } from "../api/types";
import { sessionQuery } from "./account";
import { Expired } from "./expired";
import { SignIn } from "./sign-in";
import { DeskSkeleton } from "./skeleton";
import { Unreachable } from "./unreachable";

export { signOut } from "./account";

const SessionContext = createContext<Session | null>(null);

/** Who is signed in. Inside the desk somebody always is. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession is for pages inside SignedIn");
  return session;
}

/** The gate: what is inside is drawn for a signed-in person only, and stays drawn while an expired session is renewed over it. */
export function SignedIn() {
  const { data, error, refetch, isFetching } = useQuery(sessionQuery);
  if (!data) {
    return error ? <Unreachable error={error} busy={isFetching} retry={() => void refetch()} /> : <DeskSkeleton />;
  }
  if (!data.user) return <SignIn hub={data.hub.name} />;
  const session: Session = { ...data, user: data.user };
  return (
    <SessionContext.Provider value={session}>
      <Outlet />
      <Expired user={session.user} />
    </SessionContext.Provider>
  );
}
