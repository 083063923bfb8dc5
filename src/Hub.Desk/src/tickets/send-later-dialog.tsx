import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "../api/clock";
import { Button, Dialog, Field } from "../ui";
import { presetsOf, wrongTime } from "./send-later";
import { soon } from "./time";
import { fromField, ownZone, toField } from "./zone";

interface SendLaterProps {
  onClose: () => void;
  /** An instant in ISO 8601. */
  onChoose: (sendAt: string) => void;
}

const minute = 60_000;

/** When a mail shall leave: one of the usual times, or any. */
export function SendLater({ onClose, onChoose }: SendLaterProps) {
  const { t, i18n } = useTranslation();
  const zone = ownZone();
  const [now] = useState(serverNow);
  const [presets] = useState(() => presetsOf(now, zone));
  const [value, setValue] = useState(() => toField(presets.at(-1)?.at ?? now + 60 * minute, zone));
  const [wrong, setWrong] = useState<"past" | "far">();
  const choose = (at: number) => onChoose(new Date(at).toISOString());

  function submit(event: FormEvent) {
    event.preventDefault();
    const at = fromField(value, zone);
    const problem = wrongTime(at, serverNow());
    setWrong(problem);
    if (at !== undefined && !problem) choose(at);
  }

  return (
    <Dialog open onClose={onClose} title={t("tickets.later.title")}>
      <ul className="presets">
        {presets.map(({ id, at }) => (
          <li key={id}>
            <button type="button" className="preset" onClick={() => choose(at)}>
              <span className="grow">{t(`tickets.later.${id}`)}</span>
              <time className="num faint" dateTime={new Date(at).toISOString()}>
                {soon(new Date(at).toISOString(), now, i18n.language)}
              </time>
            </button>
          </li>
        ))}
      </ul>
      <form className="form" noValidate onSubmit={submit}>
        <Field
          label={t("tickets.later.other")}
          hint={t("tickets.later.zone", { zone: zone.replaceAll("_", " ") })}
          error={wrong && t(`tickets.later.${wrong}`)}
        >
          {(control) => (
            <input
              {...control}
              className="input"
              type="datetime-local"
              required
              min={toField(now + minute, zone)}
              value={value}
              onChange={(event) => {
                setValue(event.target.value);
                setWrong(undefined);
              }}
            />
          )}
        </Field>
        <div className="dialog-foot">
          <Button look="edge" onClick={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button look="main" type="submit">
            {t("tickets.later.do")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
