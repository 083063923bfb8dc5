import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { explain } from "../../api/explain";
import type { Invitation } from "../../api/types";
import { Button, Dialog, Icon, Strip } from "../../ui";
import { Setting } from "../page";
import { expiry, invitationsQuery, useWithdraw } from "./invitations";

/** Who was invited and has not come yet. */
export function Pending() {
  const { t, i18n } = useTranslation();
  const invitations = useQuery(invitationsQuery);
  const [asked, setAsked] = useState<Invitation>();

  return (
    <Setting id="pending">
      <h2 className="settings-h2">{t("settings.people.pending")}</h2>
      {invitations.error && <Strip tone="bad">{explain(invitations.error, t)}</Strip>}
      {invitations.data?.length === 0 && <p className="muted">{t("settings.people.noPending")}</p>}
      <ul className="people">
        {invitations.data?.map((invitation) => (
          <li key={invitation.id} className="person">
            <span className="av l none">
              <Icon name="mail" />
            </span>
            <div className="person-who">
              <p className="cut">{invitation.email}</p>
              <p className="faint">
                {t(`ui.agentRole.${invitation.role}`)} ·{" "}
                {t("settings.people.expires", { date: expiry(invitation.expiresAt, i18n.language) })}
              </p>
            </div>
            <Button
              aria-label={t("settings.people.withdrawFor", { email: invitation.email })}
              onClick={() => setAsked(invitation)}
            >
              {t("settings.people.withdraw")}
            </Button>
          </li>
        ))}
      </ul>
      {asked && <ConfirmWithdraw invitation={asked} onClose={() => setAsked(undefined)} />}
    </Setting>
  );
}

function ConfirmWithdraw({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { t } = useTranslation();
  const withdraw = useWithdraw();
  return (
    <Dialog open onClose={onClose} title={t("settings.people.withdrawTitle", { email: invitation.email })}>
      {withdraw.error && <Strip tone="bad">{explain(withdraw.error, t)}</Strip>}
      <p>{t("settings.people.withdrawEffect")}</p>
      <div className="dialog-foot">
        <Button look="edge" onClick={onClose}>
          {t("ui.cancel")}
        </Button>
        <Button
          look="danger"
          busy={withdraw.isPending}
          onClick={() => withdraw.mutate(invitation.id, { onSuccess: onClose })}
        >
          {t("settings.people.withdraw")}
        </Button>
      </div>
    </Dialog>
  );
}
