import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MailAddress, MailHead } from "../api/mail";
import { useSession } from "../session/session";
import { exact } from "./time";

const full = ({ name, address }: MailAddress) => (name ? `${name} <${address}>` : address);

/** The head of a mail, as it says of itself. */
export function MailDetails({ id, mail, at }: { id: string; mail: MailHead; at: string }) {
  const { t, i18n } = useTranslation();
  const supervises = useSession().user.role !== "agent";
  const rows: [string, string | undefined][] = [
    [t("tickets.mail.from"), full(mail.from)],
    [t("tickets.mail.to"), mail.to.map(full).join(", ")],
    [t("tickets.mail.cc"), mail.cc.map(full).join(", ")],
    [t("tickets.mail.subject"), mail.subject],
    [t("tickets.mail.date"), exact(at, i18n.language)],
    ["Message-ID", mail.messageId],
    [t("tickets.mail.alsoIn"), mail.alsoIn.join(", ")],
  ];
  return (
    <dl id={id} className="mail-details">
      {rows
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {supervises && mail.messageId && (
        <div>
          <dt>{t("tickets.mail.raw")}</dt>
          <dd>
            <Link to={`/settings/received?messageId=${encodeURIComponent(mail.messageId)}`}>
              {t("tickets.rawMail")}
            </Link>
          </dd>
        </div>
      )}
    </dl>
  );
}
