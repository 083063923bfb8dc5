import { useTranslation } from "react-i18next";
import type { Mailbox } from "../../api/mail";
import { Icon } from "../../ui";

interface BoxRowProps {
  box: Mailbox;
  open: boolean;
  onToggle: () => void;
}

/** One mailbox: its name, its address, by which server it sends. */
export function BoxRow({ box, open, onToggle }: BoxRowProps) {
  const { t } = useTranslation();
  return (
    <button type="button" className="box-row" aria-expanded={open} onClick={onToggle}>
      <span className="av l none">
        <Icon name="mail" />
      </span>
      <span className="grow">
        <b className="cut">{box.name || box.address}</b>
        <small className="cut">{box.address}</small>
      </span>
      <small className="cut">{box.server ? box.server.host : t("settings.mailboxes.hubServer")}</small>
      <Icon name="down" className={open ? "up" : undefined} />
    </button>
  );
}
