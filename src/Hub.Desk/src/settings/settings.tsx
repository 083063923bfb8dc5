import { Navigate, Route, Routes, useLocation } from "react-router";
import { useMedia } from "../ui/use-media";
import "./words";
import { Mailboxes } from "./mailboxes/mailboxes";
import { SettingsNav } from "./nav";
import { People } from "./people/people";
import { Profile } from "./profile";
import { ReceivedMail } from "./received/received";
import "./settings.css";
import { Teams } from "./teams/teams";
import { SitePage } from "./web-chat/site-page";
import { WebChat } from "./web-chat/web-chat";

/** A page of its own: the list of settings, and one section of them. On a phone the list comes first, alone. */
export default function Settings() {
  const alone = useMedia("(max-width: 700px)");
  const { pathname } = useLocation();
  const atList = /^\/settings\/?$/.test(pathname);
  if (atList && !alone) return <Navigate to="/settings/profile" replace />;
  return (
    <div className="settings">
      {(atList || !alone) && <SettingsNav alone={alone} />}
      {!atList && (
        <main className="settings-main">
          <Routes>
            <Route path="profile" element={<Profile />} />
            <Route path="people" element={<People />} />
            <Route path="teams" element={<Teams />} />
            <Route path="web-chat" element={<WebChat />} />
            <Route path="web-chat/:id/:section?" element={<SitePage />} />
            <Route path="mailboxes" element={<Mailboxes />} />
            <Route path="received" element={<ReceivedMail />} />
            <Route path="*" element={<Navigate to="/settings" replace />} />
          </Routes>
        </main>
      )}
    </div>
  );
}
