import { useTranslation } from "react-i18next";
import type { ReplyWay } from "../api/types";
import { Icon, Menu } from "../ui";
import type { Mode } from "./composer";

interface ComposerHeadProps {
  mode: Mode;
  onMode: (mode: Mode) => void;
  name: string;
  ways: ReplyWay[];
  way: ReplyWay | undefined;
  /** Whom the mail goes to, where it is one. */
  to?: string[];
  onWay: (kind: string) => void;
}

/** Answer or note, and where it goes: a wrong way is the costliest slip here, so it is always said. */
export function ComposerHead({ mode, onMode, name, ways, way, to, onWay }: ComposerHeadProps) {
  const { t } = useTranslation();
  const say = (each: ReplyWay | undefined) =>
    each?.channel.kind === "email"
      ? t("tickets.byMail", { address: (each === way && to?.join(", ")) || (each.address ?? name) })
      : t("tickets.byChat", { name });
  const words = mode === "note" ? t("tickets.neverSent", { name }) : say(way);
  const drawn = (
    <>
      <Icon name={mode === "note" ? "lock" : iconOf(way)} size={14} />
      <span className="cut">{words}</span>
    </>
  );
  return (
    <div className="ct row">
      <div className="tabs" role="tablist" aria-label={t("tickets.mode.label")}>
        {(["reply", "note"] as const).map((each) => (
          <button key={each} type="button" role="tab" aria-selected={mode === each} onClick={() => onMode(each)}>
            {each === "note" && <Icon name="lock" size={12} />}
            {t(`tickets.mode.${each}`)}
          </button>
        ))}
      </div>
      <span className="grow" />
      {mode === "note" || ways.length < 2 ? (
        <span className="to" title={words}>
          {drawn}
        </span>
      ) : (
        <Menu
          className="to open"
          align="end"
          label={t("tickets.wayLabel", { way: words })}
          title={t("tickets.wayChange")}
          button={
            <>
              {drawn}
              <Icon name="down" size={12} />
            </>
          }
          items={ways.map((each) => ({
            label: say(each),
            icon: <Icon name={iconOf(each)} />,
            checked: each.channel.kind === way?.channel.kind,
            onSelect: () => onWay(each.channel.kind),
          }))}
        />
      )}
    </div>
  );
}

const iconOf = (way: ReplyWay | undefined) => (way?.channel.kind === "email" ? "mail" : "chat");
