import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors, generalError } from "../../api/explain";
import type { Site } from "../../api/types";
import { Choice, Field, Strip } from "../../ui";
import { Setting } from "../page";
import { SaveBar } from "../save-bar";
import { Accent } from "./accent";
import { Row } from "./row";
import { changesOf, draftOf, linesOf, type SiteDraft, useSaveSite } from "./sites";

/** What was typed and not saved outlives a look at another page. */
const drafts = new Map<number, SiteDraft>();

export function SiteForm({ site }: { site: Site }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => drafts.get(site.id) ?? draftOf(site));
  const save = useSaveSite(site.id);
  const changes = changesOf(site, draft);
  const dirty = Object.keys(changes).length > 0;
  const errors = fieldErrors(save.error, t);
  const failure = generalError(save.error, t);

  useEffect(() => {
    if (dirty) drafts.set(site.id, draft);
    else drafts.delete(site.id);
  }, [dirty, draft, site.id]);

  function edit(change: Partial<SiteDraft>) {
    setDraft({ ...draft, ...change });
    save.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (dirty && !save.isPending) save.mutate(changes, { onSuccess: (saved) => setDraft(draftOf(saved)) });
  }

  return (
    <form className="site-form" onSubmit={submit}>
      <Setting id="key">
        <Field label={t("settings.webChat.key")} hint={t("settings.webChat.keyHint")}>
          {(control) => <input {...control} className="input mono" readOnly value={site.key} />}
        </Field>
      </Setting>
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
                <p className="field-hint below">{t("settings.webChat.originsEmpty")}</p>
              )}
            </div>
          )}
        </Field>
      </Setting>
      <Row
        field="greeting"
        value={draft.greeting}
        error={errors.greeting}
        maxLength={300}
        onChange={(greeting) => edit({ greeting })}
      />
      <Accent value={draft.accent} error={errors.accent} onChange={(accent) => edit({ accent })} />
      <Setting id="locale">
        <Choice
          label={t("settings.webChat.locale")}
          hint={t("settings.webChat.localeHint")}
          value={draft.locale}
          options={(["en", "fr"] as const).map((value) => ({ value, label: t(`ui.language.${value}`) }))}
          onChange={(locale) => edit({ locale })}
        />
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
      {failure && <Strip tone="bad">{failure}</Strip>}
      <SaveBar dirty={dirty} saved={save.isSuccess} busy={save.isPending} onDiscard={() => edit(draftOf(site))} />
    </form>
  );
}
