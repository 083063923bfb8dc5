import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { onSessionExpired } from "../api/client";
import { queryClient } from "../api/queries";
import type { Session, User } from "../api/types";
import { Dialog } from "../ui";
import { sessionQuery } from "./account";
import { SignInForm } from "./sign-in-form";

/** Signing in again over the page, which stays as it is: nobody loses a sentence to a clock. */
export function Expired({ user }: { user: User }) {
  const [expired, setExpired] = useState(false);
  const { t } = useTranslation();

  useEffect(() => onSessionExpired(() => setExpired(true)), []);

  function renewed(session: Session) {
    // What is on the page belongs to the person before: somebody else starts afresh.
    if (session.user.id !== user.id) return location.assign("/");
    setExpired(false);
    void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
  }

  return (
    <Dialog open={expired} closable={false} onClose={() => setExpired(false)} title={t("session.expiredTitle")}>
      <p className="muted">{t("session.expired")}</p>
      <SignInForm email={user.email} onSignedIn={renewed} />
    </Dialog>
  );
}
