import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Message, SeenMark } from "../api/types";
import { Icon } from "../ui";
import { Bubble } from "./bubble";
import { Event } from "./event";
import { Invitation } from "./invitation";
import { isMail } from "./lines";
import { LongText } from "./long-text";
import { Mail } from "./mail";
import { Marks } from "./marks";
import { Protection } from "./protection";
import { When } from "./when";

export interface MessageProps {
  ticket: number;
  /** The subject of the ticket: a mail says its own only where it is another. */
  subject: string;
  message: Message;
  customer: string;
  me: number;
  /** The customer has read up to this number. */
  seen?: SeenMark;
}

/** One thing said or done: a bubble for the chat, a sheet for mail, yellow paper for a note, a thin line for an event. */
export const TimelineMessage = memo(function TimelineMessage(props: MessageProps) {
  switch (props.message.kind) {
    case "note":
      return <Note {...props} />;
    case "event":
      return <Event {...props} />;
    case "inbound":
    case "reply":
      return isMail(props.message) ? <Mail {...props} /> : <Bubble {...props} />;
  }
});

function Note({ message, customer }: MessageProps) {
  const { t } = useTranslation();
  return (
    <li className="note">
      <div className="nh">
        <Icon name="lock" size={14} />
        <b>{t("tickets.note")}</b>
        <span className="cut">{t("tickets.neverSent", { name: customer })}</span>
        <span className="grow" />
        <span className="nb">{message.author.name}</span>
        <When at={message.at} />
      </div>
      {message.mail && <p className="nfrom faint">{t("tickets.noteByMail", { address: message.mail.from.address })}</p>}
      <Marks message={message} />
      {message.mail?.protection && <Protection protection={message.mail.protection} />}
      {message.mail?.invitation && <Invitation invitation={message.mail.invitation} />}
      <div className="nt">
        <LongText text={message.text ?? ""} />
      </div>
    </li>
  );
}
