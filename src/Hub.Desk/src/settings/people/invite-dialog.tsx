import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors, generalError } from "../../api/explain";
import type { NewInvitation, Role } from "../../api/types";
import { Button, Choice, Dialog, Field, Strip } from "../../ui";
import { CopyField } from "../../ui/copy-field";
import { expiry, useInvite } from "./invitations";
import { roles } from "./roles";

/** Asks whom and as what, then gives the link, which can be shown this once only. */
export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [made, setMade] = useState<NewInvitation>();

  function close() {
    setMade(undefined);
    onClose();
  }

  const title = made ? t("settings.people.linkTitle", { email: made.email }) : t("settings.people.inviteTitle");
  return (
    <Dialog open={open} onClose={close} title={title}>
      {made ? (
        <Link invitation={made} onAnother={() => setMade(undefined)} onDone={close} />
      ) : (
        <InviteForm onMade={setMade} onCancel={close} />
      )}
    </Dialog>
  );
}

function InviteForm({ onMade, onCancel }: { onMade: (made: NewInvitation) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("agent");
  const invite = useInvite();
  // A taken address is no malformed one, but this is the field where it is mended.
  const failure = generalError(invite.error, t);
  const taken = invite.error && "code" in invite.error && invite.error.code === "email_taken";

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!invite.isPending) invite.mutate({ email, role }, { onSuccess: onMade });
  }

  return (
    <form className="form" onSubmit={submit}>
      {failure && !taken && <Strip tone="bad">{failure}</Strip>}
      <Field
        label={t("settings.people.inviteEmail")}
        hint={t("settings.people.inviteEmailHint")}
        error={taken ? failure : fieldErrors(invite.error, t).email}
      >
        {(control) => (
          <input
            {...control}
            className="input"
            type="email"
            autoComplete="off"
            required
            // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type this
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Choice
        label={t("settings.people.inviteRole")}
        hint={t(`settings.people.roleHint.${role}`)}
        value={role}
        options={roles.map((value) => ({ value, label: t(`ui.agentRole.${value}`) }))}
        onChange={setRole}
      />
      <div className="dialog-foot">
        <Button look="edge" onClick={onCancel}>
          {t("ui.cancel")}
        </Button>
        <Button type="submit" look="main" busy={invite.isPending}>
          {t("settings.people.inviteSubmit")}
        </Button>
      </div>
    </form>
  );
}

function Link({
  invitation,
  onAnother,
  onDone,
}: {
  invitation: NewInvitation;
  onAnother: () => void;
  onDone: () => void;
}) {
  const { t, i18n } = useTranslation();
  const date = expiry(invitation.expiresAt, i18n.language);
  return (
    <>
      <p className="muted">{t("settings.people.linkWhy", { date })}</p>
      <CopyField
        label={t("settings.people.link")}
        value={invitation.url}
        action={t("settings.people.copyLink")}
        look="main"
      />
      <div className="dialog-foot">
        <Button onClick={onAnother}>{t("settings.people.inviteAnother")}</Button>
        <Button look="edge" onClick={onDone}>
          {t("settings.people.done")}
        </Button>
      </div>
    </>
  );
}
