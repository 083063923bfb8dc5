import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { dispositions } from "../../api/mail";
import { Button, Field } from "../../ui";

interface FiltersProps {
  from: string;
  messageId: string;
  disposition: string;
  onFind: (wanted: { from?: string; messageId?: string; disposition?: string }) => void;
}

/** Looks for mails of a sender, for one by its Message-ID, or for those of which the same became. */
export function Filters({ from, messageId, disposition, onFind }: FiltersProps) {
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
      <Field label={t("settings.received.became")}>
        {(control) => (
          <select
            {...control}
            className="input"
            value={disposition}
            onChange={(event) => onFind({ disposition: event.target.value })}
          >
            <option value="">{t("settings.received.anything")}</option>
            {dispositions.map((each) => (
              <option key={each} value={each}>
                {t(`settings.received.disposition.${each}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Button look="edge" type="submit" icon="search">
        {t("settings.received.find")}
      </Button>
      {(from || messageId || disposition) && !changed && (
        <Button onClick={() => onFind({ from: "", messageId: "", disposition: "" })}>
          {t("settings.received.clear")}
        </Button>
      )}
    </form>
  );
}
