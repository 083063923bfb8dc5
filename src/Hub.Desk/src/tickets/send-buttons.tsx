import { useTranslation } from "react-i18next";
import type { Status } from "../api/types";
import { Button, Icon, Menu } from "../ui";

interface SendButtonsProps {
  note: boolean;
  disabled: boolean;
  onSend: (status?: Status) => void;
  /** Only mail can be sent later. */
  onLater?: () => void;
  maySendLater: boolean;
}

/** The one button that sends, and beside it the other ways. */
export function SendButtons({ note, disabled, onSend, onLater, maySendLater }: SendButtonsProps) {
  const { t } = useTranslation();
  if (note) {
    return (
      <Button look="main" type="submit">
        {t("tickets.addNote")}
      </Button>
    );
  }
  const later = onLater && {
    label: t("tickets.later.menu"),
    icon: <Icon name="later" />,
    disabled: !maySendLater,
    onSelect: onLater,
  };
  return (
    <span className="split">
      <Button look="main" type="submit" disabled={disabled}>
        {t("tickets.send")}
      </Button>
      <Menu
        label={t("tickets.otherWays")}
        className="btn main"
        align="end"
        button={<Icon name="down" size={14} />}
        items={[
          ...(["resolved", "open", "onHold"] as const).map((status) => ({
            label: t(`tickets.sendAnd.${status}`),
            onSelect: () => onSend(status),
          })),
          ...(later ? [later] : []),
        ]}
      />
    </span>
  );
}
