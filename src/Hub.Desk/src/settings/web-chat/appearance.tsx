import { useTranslation } from "react-i18next";
import { Choice, Field } from "../../ui";
import { Setting } from "../page";
import { Accent } from "./accent";
import { Switch } from "./row";
import type { SiteSectionProps } from "./site-sections";

/** How the launcher and the chat look. */
export function Appearance({ draft, errors, edit }: SiteSectionProps) {
  const { t } = useTranslation();
  return (
    <>
      <Accent value={draft.accent} error={errors.accent} onChange={(accent) => edit({ accent })} />
      <Setting id="position">
        <Choice
          label={t("settings.webChat.position")}
          hint={t("settings.webChat.positionHint")}
          value={draft.side}
          options={(["left", "right"] as const).map((value) => ({ value, label: t(`settings.webChat.${value}`) }))}
          onChange={(side) => edit({ side })}
        />
        <div className="offsets">
          {(["x", "y"] as const).map((axis) => (
            <Field
              key={axis}
              label={t(`settings.webChat.offset.${axis}`)}
              error={axis === "x" ? errors.position : undefined}
            >
              {(control) => (
                <input
                  {...control}
                  className="input"
                  type="number"
                  min={0}
                  max={200}
                  required
                  value={draft[axis]}
                  onChange={(event) => edit({ [axis]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
      </Setting>
      <Switch field="launcher" value={draft.launcher} onChange={(launcher) => edit({ launcher })} />
      <Switch field="sound" value={draft.sound} onChange={(sound) => edit({ sound })} />
    </>
  );
}
