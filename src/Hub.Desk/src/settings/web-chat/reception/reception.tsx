import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { explain, fieldErrors, generalError } from "../../../api/explain";
import type { Reception as Saved } from "../../../api/types";
import { Choice, Field, Strip } from "../../../ui";
import { Ghost } from "../../ghost";
import { Setting } from "../../page";
import { SaveBar } from "../../save-bar";
import type { SiteSectionProps } from "../site-sections";
import type { SiteLanguage } from "../sites";
import { LanguageSelect } from "../texts";
import { draftOf, inputOf, receptionQuery, useSaveReception } from "./draft";
import { Hours } from "./hours";
import { Questions } from "./questions";
import "./reception.css";

/** How visitors are received: the hours, what is asked and agreed to before, the rating after. */
export function Reception({ site, draft, language, choose }: SiteSectionProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery(receptionQuery(site.id));
  if (error) return <Strip tone="bad">{explain(error, t)}</Strip>;
  if (!data) return <Ghost />;
  return <Form site={site.id} saved={data} languages={draft.languages} language={language} choose={choose} />;
}

interface FormProps {
  site: number;
  saved: Saved;
  languages: SiteLanguage[];
  language: SiteLanguage;
  choose: (language: SiteLanguage) => void;
}

function Form({ site, saved, languages, language, choose }: FormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(saved));
  const save = useSaveReception(site);
  const errors = fieldErrors(save.error, t);
  const failure = generalError(save.error, t);
  const dirty = JSON.stringify(inputOf(draft)) !== JSON.stringify(inputOf(draftOf(saved)));
  const edit = (change: Partial<typeof draft>) => {
    setDraft({ ...draft, ...change });
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dirty && !save.isPending) save.mutate(inputOf(draft), { onSuccess: (done) => setDraft(draftOf(done)) });
  };

  return (
    <form className="site-form" onSubmit={submit}>
      <Hours draft={draft} error={errors.hours} edit={edit} />
      {languages.length > 1 && (
        <Field label={t("settings.webChat.textsIn")} hint={t("settings.webChat.textsInHint")}>
          {(control) => <LanguageSelect {...control} value={language} among={languages} onChange={choose} />}
        </Field>
      )}
      <Questions draft={draft} language={language} error={errors.form} edit={edit} />
      <Setting id="consent">
        <Field
          label={t("settings.webChat.consent")}
          hint={t("settings.webChat.consentHint", { version: saved.consent?.version ?? 0 })}
          error={errors.consent}
        >
          {(control) => (
            <textarea
              {...control}
              className="input"
              rows={3}
              maxLength={500}
              lang={language}
              value={draft.consent[language] ?? ""}
              onChange={(event) =>
                edit({ consent: { ...draft.consent, [language]: event.target.value.replaceAll("\n", " ") } })
              }
            />
          )}
        </Field>
      </Setting>
      <Setting id="rates">
        <Choice
          label={t("settings.webChat.rates")}
          hint={t("settings.webChat.ratesHint")}
          value={draft.rates ? "on" : "off"}
          options={(["on", "off"] as const).map((word) => ({ value: word, label: t(`settings.webChat.${word}`) }))}
          onChange={(word) => edit({ rates: word === "on" })}
        />
      </Setting>
      {failure && <Strip tone="bad">{failure}</Strip>}
      <SaveBar dirty={dirty} saved={save.isSuccess} busy={save.isPending} onDiscard={() => edit(draftOf(saved))} />
    </form>
  );
}
