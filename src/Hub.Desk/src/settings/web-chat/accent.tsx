import { useTranslation } from "react-i18next";
import { Field, Status } from "../../ui";
import { Setting } from "../page";
import { contrast, isColour, judge, type Verdict } from "./contrast";
import { faintOn, grounds } from "./preview-order";

const petrol = "#0b6073";

interface AccentProps {
  value: string;
  error?: string;
  onChange: (value: string) => void;
}

/** The colour of the chat, with what it does to reading said in words. */
export function Accent({ value, error, onChange }: AccentProps) {
  const { t } = useTranslation();
  const typed = value.trim();
  const colour = isColour(typed) ? typed.toLowerCase() : petrol;
  const verdict = typed === "" || isColour(typed) ? judge(colour) : undefined;
  return (
    <Setting id="accent">
      <Field label={t("settings.webChat.accent")} hint={t("settings.webChat.accentHint")} error={error}>
        {(control) => (
          <div>
            <div className="accent">
              <input
                type="color"
                aria-label={t("settings.webChat.accentPick")}
                value={colour}
                onChange={(event) => onChange(event.target.value)}
              />
              <input
                {...control}
                className="input mono"
                maxLength={7}
                spellCheck={false}
                placeholder={petrol}
                value={value}
                onChange={(event) => onChange(event.target.value)}
              />
              {verdict && (
                <span
                  className="accent-sample"
                  aria-hidden="true"
                  style={{ background: verdict.used, color: verdict.ink }}
                >
                  {t("settings.webChat.contrast.sample")}
                </span>
              )}
            </div>
            <div aria-live="polite">{verdict && <Says verdict={verdict} />}</div>
          </div>
        )}
      </Field>
    </Setting>
  );
}

function Says({ verdict }: { verdict: Verdict }) {
  const { t, i18n } = useTranslation();
  // Cut, not rounded: 4.46 is not enough and must not read as 4.5.
  const show = (ratio: number) => new Intl.NumberFormat(i18n.language).format(Math.floor(ratio * 10) / 10);
  return (
    <p className="accent-says">
      <Status shape={verdict.kind === "moved" ? "warn" : "ok"}>
        {t(`settings.webChat.contrast.${verdict.kind}`, {
          ratio: show(verdict.ratio),
          white: show(verdict.white),
          used: verdict.used,
        })}
      </Status>
      {faintOn(verdict.used).map((page) => (
        <Status key={page} shape="warn">
          {t(`settings.webChat.faint.${page}`, { ratio: show(contrast(verdict.used, grounds[page])) })}
        </Status>
      ))}
    </p>
  );
}
