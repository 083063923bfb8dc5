import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors, generalError } from "../../api/explain";
import type { Site } from "../../api/types";
import { Strip } from "../../ui";
import { SaveBar } from "../save-bar";
import { Preview } from "./preview";
import type { SiteSection } from "./site-sections";
import { changesOf, draftOf, type SiteDraft, useSaveSite } from "./sites";

/** What was typed and not saved outlives a look at another page. */
const drafts = new Map<number, SiteDraft>();

/** A section of a site, with the draft that several of them share. */
export function SiteForm({ site, section }: { site: Site; section: SiteSection }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => drafts.get(site.id) ?? draftOf(site));
  const [language, choose] = useState(draft.locale);
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

  const spoken = { language: draft.languages.includes(language) ? language : draft.locale, choose };
  const view = <section.View site={site} draft={draft} errors={errors} edit={edit} {...spoken} />;
  // A section with settings of its own may hold a form.
  if (!section.shared) return view;
  const form = (
    <form className="site-form" onSubmit={submit}>
      {view}
      {failure && <Strip tone="bad">{failure}</Strip>}
      <SaveBar dirty={dirty} saved={save.isSuccess} busy={save.isPending} onDiscard={() => edit(draftOf(site))} />
    </form>
  );
  if (!section.preview) return form;
  return (
    <div className="with-preview">
      {form}
      <Preview site={site} draft={draft} {...spoken} />
    </div>
  );
}
