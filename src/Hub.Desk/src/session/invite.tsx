import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { get, Problem } from "../api/client";
import type { Role } from "../api/types";
import { usePageTitle } from "../ui/page-title";
import { sessionQuery } from "./account";
import { Front } from "./front";
import { InviteForm } from "./invite-form";
import { DeskSkeleton } from "./skeleton";
import { Unreachable } from "./unreachable";

export interface Invited {
  email: string;
  role: Role;
}

/** Where an invitation's link leads: three answers make the account. */
export default function Invite() {
  const { token = "" } = useParams();
  const { t } = useTranslation();
  const session = useQuery(sessionQuery);
  const hub = session.data?.hub.name ?? "Hub";
  const invited = useQuery({
    queryKey: ["invited", token],
    queryFn: ({ signal }) =>
      get<"/invitations/by-token/{token}">(`/invitations/by-token/${encodeURIComponent(token)}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  usePageTitle(t("session.invite.title", { hub }));

  if (invited.data && session.data) {
    const role = t(`ui.agentRole.${invited.data.role}`).toLocaleLowerCase();
    return (
      <Front
        title={t("session.invite.title", { hub })}
        lead={t("session.invite.lead", { role })}
        languageSwitch={false}
      >
        <InviteForm token={token} invited={invited.data} />
      </Front>
    );
  }
  const error = invited.error ?? session.error;
  if (error instanceof Problem && error.status === 404) return <Gone />;
  if (error) {
    const busy = invited.isFetching || session.isFetching;
    return (
      <Unreachable error={error} busy={busy} retry={() => void Promise.all([invited.refetch(), session.refetch()])} />
    );
  }
  return <DeskSkeleton />;
}

function Gone() {
  const { t } = useTranslation();
  return (
    <Front title={t("session.invite.goneTitle")} lead={t("session.invite.gone")}>
      <Link className="btn edge wide" to="/">
        {t("session.invite.haveAccount")}
      </Link>
    </Front>
  );
}
