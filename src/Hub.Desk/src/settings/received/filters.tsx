import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Field } from "../../ui";

interface FiltersProps {
  from: string;
  messageId: string;
  onFind: (wanted: { from: string; messageId: string }) => void;
}

/** Looks for mails of a sender, or for one by its Message-ID. */
export function Filters({ from, messageId, onFind }: FiltersProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState({ from, messageId });
  const changed = draft.from.trim() !== from || draft.messageId.trim() !== messageId;

  function submit(event: FormEvent) {
    event.preventDefault();
    onFind({ from: draft.from.trim(), messageId: draft.messageId.trim() });
  }

  return (
    <form className="received-filters" onSubmit={submit}>
      {(["from", "messageId"] as const).map((field) => (
        <Field key={field} label={t(`settings.received.${field}`)}>
          {(control) => (
            <input
              {...control}
              className="input"
              type="search"
              spellCheck={false}
              autoComplete="off"
              value={draft[field]}
              onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Button look="edge" type="submit" icon="search">
        {t("settings.received.find")}
      </Button>
      {(from || messageId) && !changed && (
        <Button onClick={() => onFind({ from: "", messageId: "" })}>{t("settings.received.clear")}</Button>
      )}
    </form>
  );
}
