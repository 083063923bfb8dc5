import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors, generalError } from "../../api/explain";
import type { Mailbox } from "../../api/mail";
import { useSession } from "../../session/session";
import { Choice, Field, Strip } from "../../ui";
import { Setting } from "../page";
import { SaveBar } from "../save-bar";
import { TeamSelect } from "../teams/team-select";
import { Acknowledge } from "./acknowledge";
import { type BoxDraft, changesOf, draftOf, languages, useSaveBox } from "./boxes";
import { ByLanguage } from "./by-language";
import { OwnServer } from "./own-server";
import { TestMail } from "./test-mail";

/** What was typed and not saved outlives a look at another page; passwords do not. */
const drafts = new Map<number | undefined, BoxDraft>();

interface BoxFormProps {
  /** Absent, a new one. */
  box?: Mailbox;
  /** The new mailbox, or nothing where it was given up. */
  onDone?: (id?: number) => void;
}

export function BoxForm({ box, onDone }: BoxFormProps) {
  const { t } = useTranslation();
  const { user } = useSession();
  const [draft, setDraft] = useState(() => drafts.get(box?.id) ?? draftOf(box, user.language));
  const save = useSaveBox(box?.id);
  const changes = changesOf(box, draft);
  const dirty = !box || Object.keys(changes).length > 0;
  const errors = fieldErrors(save.error, t);
  const failure = generalError(save.error, t);
  const errorAt = (field: string) =>
    errors[field] ?? Object.entries(errors).find(([key]) => key.startsWith(`${field}.`))?.[1];

  useEffect(() => {
    if (dirty) drafts.set(box?.id, { ...draft, password: "" });
    else drafts.delete(box?.id);
  }, [dirty, draft, box?.id]);

  function edit(change: Partial<BoxDraft>) {
    setDraft({ ...draft, ...change });
    save.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!dirty || save.isPending) return;
    save.mutate(changes, {
      onSuccess: (saved) => {
        drafts.delete(box?.id);
        setDraft(draftOf(saved));
        onDone?.(saved.id);
      },
    });
  }

  function discard() {
    drafts.delete(box?.id);
    if (box) edit(draftOf(box));
    else onDone?.();
  }

  return (
    <form className="box-form" onSubmit={submit}>
      {(["name", "address", "senderName"] as const).map((field) => (
        <Setting key={field} id={field}>
          <Field
            label={t(`settings.mailboxes.${field}`)}
            hint={t(`settings.mailboxes.${field}Hint`)}
            error={errors[field]}
          >
            {(control) => (
              <input
                {...control}
                className="input"
                type={field === "address" ? "email" : "text"}
                required={field === "address"}
                autoComplete="off"
                maxLength={field === "address" ? 254 : 100}
                value={draft[field]}
                onChange={(event) => edit({ [field]: event.target.value })}
              />
            )}
          </Field>
        </Setting>
      ))}
      <Setting id="locale">
        <Choice
          label={t("settings.mailboxes.locale")}
          hint={t("settings.mailboxes.localeHint")}
          value={draft.locale}
          options={languages.map((value) => ({ value, label: t(`ui.language.${value}`) }))}
          onChange={(locale) => edit({ locale })}
        />
      </Setting>
      <ByLanguage
        words="signature"
        values={draft.signatures}
        error={errorAt("signatures")}
        onChange={(signatures) => edit({ signatures })}
      />
      <OwnServer draft={draft} known={box?.server?.hasPassword ?? false} error={errorAt("server")} onChange={edit} />
      {box && <TestMail id={box.id} dirty={dirty} />}
      <Acknowledge draft={draft} error={errorAt("acknowledgements")} onChange={edit} />
      <TeamSelect words="mailboxes" value={draft.team} error={errors.team} onChange={(team) => edit({ team })} />
      {failure && <Strip tone="bad">{failure}</Strip>}
      <SaveBar
        dirty={dirty}
        saved={save.isSuccess}
        busy={save.isPending}
        onDiscard={discard}
        says={box ? undefined : t("settings.mailboxes.create")}
      />
    </form>
  );
}
