import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../../../api/clock";
import { explain } from "../../../api/explain";
import type { NewSigningKey, Site } from "../../../api/types";
import { Button, Choice, Dialog, Strip } from "../../../ui";
import { CopyField } from "../../../ui/copy-field";
import { secretVariable } from "./samples";
import { endOf, isTooMany, type Term, terms, useMakeSigningKey } from "./signing-keys";

/** Asks how long the key shall last, then gives its secret, which can be shown this once only. */
export function MakeKey({ site, onClose }: { site: Site; onClose: () => void }) {
  const { t } = useTranslation();
  const [term, setTerm] = useState<Term>("never");
  const make = useMakeSigningKey(site.id);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!make.isPending) make.mutate(endOf(term, serverNow()));
  }

  const title = make.data
    ? t("settings.webChat.madeKey", { key: make.data.kid })
    : t("settings.webChat.makeSigningKey");
  return (
    // While it is being made, closing would lose the secret unseen.
    <Dialog open onClose={onClose} closable={!make.isPending} title={title}>
      {make.data ? (
        <Secret made={make.data} onClose={onClose} />
      ) : (
        <form className="form" onSubmit={submit}>
          <Choice
            label={t("settings.webChat.keyTerm")}
            hint={t("settings.webChat.keyTermHint")}
            value={term}
            options={(Object.keys(terms) as Term[]).map((value) => ({
              value,
              label: t(`settings.webChat.keyTerms.${value}`),
            }))}
            onChange={setTerm}
          />
          {make.error && (
            <Strip tone="bad">
              {isTooMany(make.error) ? t("settings.webChat.tooManySigningKeys") : explain(make.error, t)}
            </Strip>
          )}
          <div className="dialog-foot">
            <Button look="edge" disabled={make.isPending} onClick={onClose}>
              {t("ui.cancel")}
            </Button>
            <Button type="submit" look="main" busy={make.isPending}>
              {t("settings.webChat.makeKey")}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

function Secret({ made, onClose }: { made: NewSigningKey; onClose: () => void }) {
  const { t } = useTranslation();
  const secret = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone; what is to be done next takes the focus.
  useEffect(() => secret.current?.querySelector("button")?.focus(), []);
  return (
    <>
      <Strip tone="warn">{t("settings.webChat.secretOnce")}</Strip>
      <div ref={secret}>
        <CopyField
          label={t("settings.webChat.secret")}
          hint={t("settings.webChat.secretHint", { variable: secretVariable })}
          value={made.secret}
          rows={2}
          action={t("settings.webChat.copySecret")}
          look="main"
        />
      </div>
      <div className="dialog-foot">
        <Button look="edge" onClick={onClose}>
          {t("settings.webChat.secretKept")}
        </Button>
      </div>
    </>
  );
}
