import { useTranslation } from "react-i18next";
import { explain } from "../../api/explain";
import type { Site } from "../../api/types";
import { Button, Field, Status, Strip } from "../../ui";
import { CopyField } from "../../ui/copy-field";
import { Setting } from "../page";
import type { SiteSectionProps } from "./site-sections";
import { useRevokeKey, useRotateKey } from "./sites";

/** How the chat gets on a page, whether it is there, and its keys. */
export function Installation({ site }: SiteSectionProps) {
  const { t } = useTranslation();
  return (
    <>
      <Setting id="install">
        <div className="stacked">
          <CopyField
            label={t("settings.webChat.install")}
            hint={t("settings.webChat.installHint")}
            value={site.snippet}
            rows={site.snippet.includes("\n") ? 5 : 3}
            action={t("settings.webChat.copySnippet")}
          />
        </div>
      </Setting>
      <Seen site={site} />
      <Keys site={site} />
    </>
  );
}

/** Where the chat was begun, so that one need not guess. */
function Seen({ site }: { site: Site }) {
  const { t, i18n } = useTranslation();
  const at = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Setting id="seen">
      <div className="field">
        <h2 className="field-label">{t("settings.webChat.seen")}</h2>
        <p className="field-hint">{t("settings.webChat.seenHint")}</p>
        {site.seen.length === 0 ? (
          <Status shape="none">{t("settings.webChat.notSeen")}</Status>
        ) : (
          <ul className="seen">
            {site.seen.map((one) => (
              <li key={one.origin}>
                <Status shape={one.allowed ? "ok" : "warn"}>
                  <b>{one.origin}</b>
                </Status>
                <small>
                  {t(one.allowed ? "settings.webChat.seenAt" : "settings.webChat.seenRefused", {
                    at: at.format(new Date(one.at)),
                  })}
                </small>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Setting>
  );
}

function Keys({ site }: { site: Site }) {
  const { t, i18n } = useTranslation();
  const rotate = useRotateKey(site.id);
  const revoke = useRevokeKey(site.id);
  const failure = rotate.error ?? revoke.error;
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium" });
  return (
    <Setting id="key">
      <Field label={t("settings.webChat.key")} hint={t("settings.webChat.keyHint")}>
        {(control) => (
          <div>
            <div className="with-button">
              <input {...control} className="input mono" readOnly value={site.key} />
              <Button look="edge" busy={rotate.isPending} onClick={() => rotate.mutate()}>
                {t("settings.webChat.rotate")}
              </Button>
            </div>
            {site.formerKeys.length > 0 && (
              <ul className="former-keys">
                {site.formerKeys.map(({ key, replacedAt }) => (
                  <li key={key}>
                    <span className="grow">
                      <code className="mono">{key}</code>
                      <small>{t("settings.webChat.formerKey", { at: day.format(new Date(replacedAt)) })}</small>
                    </span>
                    <Button
                      look="edge"
                      aria-label={t("settings.webChat.revokeKey", { key })}
                      busy={revoke.isPending && revoke.variables === key}
                      onClick={() => revoke.mutate(key)}
                    >
                      {t("settings.webChat.revoke")}
                    </Button>
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </Field>
      <div role="status">{rotate.isSuccess && <Strip tone="info">{t("settings.webChat.rotated")}</Strip>}</div>
      {failure && <Strip tone="bad">{explain(failure, t)}</Strip>}
    </Setting>
  );
}
