import { useTranslation } from "react-i18next";
import { Avatar, Icon } from "../ui";
import { DeliveryLine } from "./delivery-line";
import { Files } from "./files";
import { lineOf } from "./lines";
import { LongText, Quoted } from "./long-text";
import { Marks } from "./marks";
import type { MessageProps } from "./message";
import { When } from "./when";

/** Something said in the chat. */
export function Bubble({ message, customer, me, seen, ticket }: MessageProps) {
  const { t } = useTranslation();
  const out = message.kind === "reply";
  const name = out ? (message.author.name ?? "") : customer;
  const avatar = <Avatar name={name} kind={out ? "agent" : "customer"} me={message.author.id === me && out} size="l" />;
  const line = lineOf(message, seen);
  return (
    <li className={`m ${out ? "out" : "in"}`}>
      {!out && avatar}
      <div className="mb">
        <p className="by">
          {!out && <b>{name}</b>}
          <span className="via">
            <Icon name="chat" size={14} />
            {t("tickets.channel.chat")}
          </span>
          <When at={message.at} />
          {out && <b>{name}</b>}
        </p>
        {message.text && (
          <div className="bub">
            <LongText text={message.text} />
          </div>
        )}
        {message.quoted && <Quoted text={message.quoted} />}
        <Files files={message.files} />
        <Marks message={message} />
        {line && <DeliveryLine line={line} message={message} ticket={ticket} me={me} />}
      </div>
      {out && avatar}
    </li>
  );
}
