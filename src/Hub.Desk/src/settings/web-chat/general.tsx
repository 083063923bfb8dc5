import { useTranslation } from "react-i18next";
import { Choice, Field } from "../../ui";
import { Setting } from "../page";
import { TeamSelect } from "../teams/team-select";
import { RemoveSite } from "./remove-site";
import { Row, Switch } from "./row";
import type { SiteSectionProps } from "./site-sections";
import { linesOf } from "./sites";

/** Its name, where it may appear, and what applies whatever it looks like. */
export function General({ site, draft, errors, edit }: SiteSectionProps) {
  const { t } = useTranslation();
  return (
    <>
      <Row field="name" value={draft.name} error={errors.name} maxLength={100} onChange={(name) => edit({ name })} />
      <Setting id="origins">
        <Field
          label={t("settings.webChat.origins")}
          hint={t("settings.webChat.originsHint")}
          error={errors.allowedOrigins}
        >
          {(control) => (
            <div>
              <textarea
                {...control}
                className="input mono"
                rows={Math.max(3, draft.origins.split("\n").length)}
                spellCheck={false}
                placeholder="https://shop.example"
                value={draft.origins}
                onChange={(event) => edit({ origins: event.target.value })}
              />
              {linesOf(draft.origins).length === 0 && (
                <p className="field-hint site-below">{t("settings.webChat.originsEmpty")}</p>
              )}
            </div>
          )}
        </Field>
      </Setting>
      <Row
        field="privacy"
        type="url"
        value={draft.privacyUrl}
        error={errors.privacyUrl}
        maxLength={500}
        placeholder="https://"
        onChange={(privacyUrl) => edit({ privacyUrl })}
      />
      <Row
        field="continueAfter"
        type="number"
        min={10}
        max={86_400}
        value={draft.continueAfter}
        error={errors.continueAfter}
        placeholder="60"
        onChange={(continueAfter) => edit({ continueAfter })}
      />
      <Setting id="remember">
        <Choice
          label={t("settings.webChat.remember")}
          hint={t("settings.webChat.rememberHint")}
          value={draft.remember}
          options={(["nothing", "marker", "conversation"] as const).map((value) => ({
            value,
            label: t(`settings.webChat.remembers.${value}`),
          }))}
          onChange={(remember) => edit({ remember })}
        />
        <p className="field-hint site-below">{t(`settings.webChat.rememberWhy.${draft.remember}`)}</p>
      </Setting>
      <TeamSelect words="webChat" value={draft.team} error={errors.team} onChange={(team) => edit({ team })} />
      <Switch field="enabled" value={draft.enabled} onChange={(enabled) => edit({ enabled })} />
      <RemoveSite site={site} />
    </>
  );
}
