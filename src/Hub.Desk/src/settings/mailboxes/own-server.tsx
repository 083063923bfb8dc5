import { useTranslation } from "react-i18next";
import type { Security } from "../../api/mail";
import { Choice, Field } from "../../ui";
import { Setting } from "../page";
import { type BoxDraft, usualPort } from "./boxes";

interface OwnServerProps {
  draft: BoxDraft;
  /** A password is kept already; it is never shown. */
  known: boolean;
  error?: string;
  onChange: (change: Partial<BoxDraft>) => void;
}

const securities: Security[] = ["starttls", "tls", "none"];

/** By which server answers of this mailbox leave: the hub's, or one of its own. */
export function OwnServer({ draft, known, error, onChange }: OwnServerProps) {
  const { t } = useTranslation();

  function secure(security: Security) {
    // Whoever chose a port of their own keeps it.
    const usual = Object.values(usualPort).includes(draft.port.trim()) || draft.port.trim() === "";
    onChange(usual ? { security, port: usualPort[security] } : { security });
  }

  return (
    <Setting id="server">
      <Choice
        label={t("settings.mailboxes.server")}
        hint={t("settings.mailboxes.serverHint")}
        value={draft.own ? "own" : "hub"}
        options={(["hub", "own"] as const).map((value) => ({ value, label: t(`settings.mailboxes.servers.${value}`) }))}
        onChange={(value) => onChange({ own: value === "own" })}
      />
      {draft.own && (
        <div className="box-server">
          <div className="host">
            <Field label={t("settings.mailboxes.host")} error={error}>
              {(control) => (
                <input
                  {...control}
                  className="input mono"
                  required
                  spellCheck={false}
                  placeholder="smtp.example.com"
                  value={draft.host}
                  onChange={(event) => onChange({ host: event.target.value })}
                />
              )}
            </Field>
            <Field label={t("settings.mailboxes.port")}>
              {(control) => (
                <input
                  {...control}
                  className="input mono"
                  type="number"
                  required
                  min={1}
                  max={65_535}
                  value={draft.port}
                  onChange={(event) => onChange({ port: event.target.value })}
                />
              )}
            </Field>
          </div>
          <Choice
            label={t("settings.mailboxes.security")}
            hint={draft.security === "none" ? t("settings.mailboxes.securityNone") : undefined}
            value={draft.security}
            options={securities.map((value) => ({ value, label: t(`settings.mailboxes.securities.${value}`) }))}
            onChange={secure}
          />
          <Field label={t("settings.mailboxes.user")} hint={t("settings.mailboxes.userHint")}>
            {(control) => (
              <input
                {...control}
                className="input"
                autoComplete="off"
                spellCheck={false}
                value={draft.user}
                onChange={(event) => onChange({ user: event.target.value })}
              />
            )}
          </Field>
          {draft.user.trim() !== "" && (
            <Field
              label={t("settings.mailboxes.password")}
              hint={known ? t("settings.mailboxes.passwordKnown") : t("settings.mailboxes.passwordNew")}
            >
              {(control) => (
                <input
                  {...control}
                  className="input"
                  type="password"
                  autoComplete="new-password"
                  placeholder={known ? "••••••••" : undefined}
                  value={draft.password}
                  onChange={(event) => onChange({ password: event.target.value })}
                />
              )}
            </Field>
          )}
        </div>
      )}
    </Setting>
  );
}
