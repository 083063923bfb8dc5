import { lazy, Suspense } from "react";
import { Navigate, Route, Routes } from "react-router";
import { Live } from "./realtime/live";
import { SignedIn } from "./session/session";
import { DeskSkeleton } from "./session/skeleton";
import { Desk } from "./shell/desk";

const Settings = lazy(() => import("./settings/settings"));
const Invite = lazy(() => import("./session/invite"));

/** The addresses of the desk. The four of the work share one element, so that moving between them keeps it mounted. */
export function App() {
  return (
    <Suspense fallback={<DeskSkeleton />}>
      <Routes>
        <Route path="/invite/:token" element={<Invite />} />
        <Route element={<SignedIn />}>
          <Route element={<Live />}>
            <Route path="/" element={<Desk />} />
            <Route path="/views/:view" element={<Desk />} />
            <Route path="/views/:view/tickets/:number" element={<Desk />} />
            <Route path="/tickets/:number" element={<Desk />} />
            <Route path="/settings/*" element={<Settings />} />
            <Route path="*" element={<Navigate to="/" replace />} />
          </Route>
        </Route>
      </Routes>
    </Suspense>
  );
}
