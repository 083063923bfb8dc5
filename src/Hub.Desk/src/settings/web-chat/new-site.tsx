import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { fieldErrors, generalError } from "../../api/explain";
import { Button, Field, Strip } from "../../ui";
import { useMakeSite } from "./sites";

/** A site begins with its name; the rest has a sensible start. */
export function NewSite({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const make = useMakeSite();
  const failure = generalError(make.error, t);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!make.isPending) {
      make.mutate(name.trim(), { onSuccess: (site) => navigate(`/settings/web-chat/${site.id}/general`) });
    }
  }

  return (
    <form className="setting" onSubmit={submit} aria-label={t("settings.webChat.add")}>
      <Field
        label={t("settings.webChat.name")}
        hint={t("settings.webChat.nameHint")}
        error={fieldErrors(make.error, t).name}
      >
        {(control) => (
          <div className="with-button">
            <input
              {...control}
              // biome-ignore lint/a11y/noAutofocus: it appears because somebody asked for it
              autoFocus
              className="input"
              required
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" look="main" busy={make.isPending}>
              {t("settings.webChat.make")}
            </Button>
            <Button onClick={onDone}>{t("ui.cancel")}</Button>
          </div>
        )}
      </Field>
      {failure && <Strip tone="bad">{failure}</Strip>}
    </form>
  );
}
