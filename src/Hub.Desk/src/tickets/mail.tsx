import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailAddress } from "../api/mail";
import { Avatar, Icon } from "../ui";
import { DeliveryLine } from "./delivery-line";
import { Files } from "./files";
import { Invitation } from "./invitation";
import { isAside, lineOf } from "./lines";
import { LongText, Quoted } from "./long-text";
import { MailDetails } from "./mail-details";
import { Marks } from "./marks";
import type { MessageProps } from "./message";
import { HtmlMail } from "./paper/html-mail";
import { Armour, Protection, Unread, withoutArmour } from "./protection";
import { sameSubject } from "./subject";
import { When } from "./when";

const shown = ({ name, address }: MailAddress) => name || address;

/** Something said by mail: a sheet of paper, as it was sent or as text. */
export function Mail({ message, customer, me, seen, ticket, subject }: MessageProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [asText, setAsText] = useState(false);
  const details = useId();
  const { mail } = message;
  const out = message.kind === "reply";
  const name = out ? (message.author.name ?? "") : mail ? shown(mail.from) : customer;
  const address = mail?.from.address;
  const line = lineOf(message, seen);
  const { text, armour } = withoutArmour(message.text ?? "", mail?.protection);
  const unread = mail?.protection?.encrypted && !text && !message.html ? mail.protection : undefined;
  const gone = line?.kind === "cancelled";
  const to = mail?.to ?? (message.delivery?.address ? [{ address: message.delivery.address }] : []);
  const said = t("tickets.mail.toLine", { names: to.map(shown).join(", ") || t("tickets.mail.nobody") });
  return (
    <li className={`mail ${out ? "out" : "in"}${gone ? " gone" : ""}${isAside(message) ? " aside" : ""}`}>
      {isAside(message) && (
        <p className="beside">
          <Icon name="lock" size={14} />
          <b>{t("tickets.beside")}</b>
          <span className="cut">{t("tickets.besideWhy", { name: customer })}</span>
        </p>
      )}
      <header>
        <Avatar name={name} kind={out ? "agent" : "customer"} me={out && message.author.id === me} size="l" />
        <div className="grow">
          <p className="by">
            <b className="cut" title={address}>
              {name}
            </b>
            {address && address !== name && <span className="cut adr">{address}</span>}
            <span className="via">
              <Icon name="mail" size={14} />
              {t("tickets.channel.email")}
            </span>
            <span className="grow" />
            <When at={message.at} />
          </p>
          {mail ? (
            <button
              type="button"
              className="heads"
              aria-expanded={open}
              aria-controls={open ? details : undefined}
              onClick={() => setOpen(!open)}
            >
              <span className="cut">
                {said}
                {mail.cc.length > 0 && ` · ${t("tickets.mail.ccLine", { names: mail.cc.map(shown).join(", ") })}`}
              </span>
              <Icon name="down" size={12} className={open ? "up" : undefined} />
              <span className="sr">{t("tickets.mail.details")}</span>
            </button>
          ) : (
            // Not sent yet: it has no head.
            to.length > 0 && <p className="faint cut tos">{said}</p>
          )}
          {mail && !open && !sameSubject(mail.subject, subject) && <p className="sj">{mail.subject}</p>}
        </div>
      </header>
      {open && mail && <MailDetails id={details} mail={mail} at={message.at} />}
      <Marks message={message} />
      {mail?.protection && !unread && <Protection protection={mail.protection} />}
      {mail?.invitation && <Invitation invitation={mail.invitation} />}
      {message.html && !asText ? (
        <div className="body">
          <HtmlMail message={message.id} html={message.html} from={name} />
        </div>
      ) : (
        <>
          {text ? (
            <div className="body">
              <LongText text={text} />
            </div>
          ) : unread ? (
            <Unread protection={unread} messageId={mail?.messageId} />
          ) : (
            !mail?.invitation && (
              <div className="body">
                <p className="faint">{t("tickets.mail.noText")}</p>
              </div>
            )
          )}
          {armour && <Armour text={armour} />}
          {message.quoted && <Quoted text={message.quoted} />}
        </>
      )}
      {message.html && (
        <p className="as">
          <button type="button" className="fold" onClick={() => setAsText(!asText)}>
            {t(asText ? "tickets.html.asSent" : "tickets.html.asText")}
          </button>
        </p>
      )}
      <Files files={message.files} />
      {line && <DeliveryLine line={line} message={message} ticket={ticket} me={me} />}
    </li>
  );
}
