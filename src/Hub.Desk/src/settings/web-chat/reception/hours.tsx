import { useTranslation } from "react-i18next";
import { Choice, Field } from "../../../ui";
import { Setting } from "../../page";
import type { ReceptionDraft } from "./draft";

interface Props {
  draft: ReceptionDraft;
  error?: string;
  edit: (change: Partial<ReceptionDraft>) => void;
}

// Monday 5 January 1970 in UTC, and the days after it.
const days = Array.from({ length: 7 }, (_, day) => Date.UTC(1970, 0, 5 + day));

/** When somebody answers at once. */
export function Hours({ draft, error, edit }: Props) {
  const { t, i18n } = useTranslation();
  const dayName = new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: "UTC" });
  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <Setting id="hours">
      <Choice
        label={t("settings.webChat.hours")}
        hint={t("settings.webChat.hoursHint")}
        value={draft.bound ? "bound" : "any"}
        options={(["any", "bound"] as const).map((value) => ({
          value,
          label: t(`settings.webChat.hoursAre.${value}`),
        }))}
        onChange={(value) => edit({ bound: value === "bound" })}
      />
      {draft.bound && (
        <div className="hours">
          <Field label={t("settings.webChat.zone")}>
            {(control) => (
              <select
                {...control}
                className="input"
                value={draft.zone}
                onChange={(event) => edit({ zone: event.target.value })}
              >
                {(zones.includes(draft.zone) ? zones : [draft.zone, ...zones]).map((zone) => (
                  <option key={zone}>{zone}</option>
                ))}
              </select>
            )}
          </Field>
          <fieldset className="field week">
            <legend className="field-label">{t("settings.webChat.week")}</legend>
            <p className="field-hint">{t("settings.webChat.weekHint")}</p>
            {days.map((day, at) => (
              <label key={day}>
                <span>{dayName.format(day)}</span>
                <input
                  className="input"
                  value={draft.week[at] ?? ""}
                  placeholder={t("settings.webChat.closedDay")}
                  onChange={(event) =>
                    edit({ week: draft.week.map((was, one) => (one === at ? event.target.value : was)) })
                  }
                />
              </label>
            ))}
          </fieldset>
          <Field label={t("settings.webChat.closedDates")} hint={t("settings.webChat.closedDatesHint")} error={error}>
            {(control) => (
              <textarea
                {...control}
                className="input mono"
                rows={3}
                placeholder="2026-12-25"
                value={draft.closed}
                onChange={(event) => edit({ closed: event.target.value })}
              />
            )}
          </Field>
        </div>
      )}
    </Setting>
  );
}
