import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Message, PersonRef } from "../api/types";
import { Avatar, Icon } from "../ui";
import { clock, exact } from "./time";
import { Words } from "./words";

interface MessageProps {
  message: Message;
  customer: string;
  me: number;
  /** The customer has read up to this number. */
  seen?: { seq: number; at: string };
}

/** One thing said or done: a bubble for the chat, yellow paper for a note, a thin line for an event. */
export const TimelineMessage = memo(function TimelineMessage(props: MessageProps) {
  switch (props.message.kind) {
    case "note":
      return <Note {...props} />;
    case "event":
      return <Event {...props} />;
    case "inbound":
    case "reply":
      return <Bubble {...props} />;
  }
});

function When({ at }: { at: string }) {
  const { i18n } = useTranslation();
  return (
    <time className="num" dateTime={at} title={exact(at, i18n.language)}>
      {clock(at, i18n.language)}
    </time>
  );
}

function Bubble({ message, customer, me, seen }: MessageProps) {
  const { t, i18n } = useTranslation();
  const out = message.kind === "reply";
  const name = out ? (message.author.name ?? "") : customer;
  const avatar = <Avatar name={name} kind={out ? "agent" : "customer"} me={message.author.id === me && out} size="l" />;
  const read =
    seen && seen.seq >= message.seq ? seen.at : message.delivery?.state === "read" ? message.delivery.at : undefined;
  return (
    <li className={`m ${out ? "out" : "in"}`}>
      {!out && avatar}
      <div>
        <p className="by">
          {out && read && (
            <span className="rc">
              <Icon name="checks" size={14} />
              {t("tickets.read", { time: clock(read, i18n.language) })}
            </span>
          )}
          {out && !read && <span className="rc">{t("tickets.sent")}</span>}
          {!out && <b>{name}</b>}
          <span className="via">
            <Icon name="chat" size={14} />
            {t("tickets.channel.chat")}
          </span>
          <When at={message.at} />
          {out && <b>{name}</b>}
        </p>
        <div className="bub">
          <Words text={message.text ?? ""} />
        </div>
      </div>
      {out && avatar}
    </li>
  );
}

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
      <p>
        <Words text={message.text ?? ""} />
      </p>
    </li>
  );
}

function Event({ message, customer }: MessageProps) {
  const { t } = useTranslation();
  const event = message.event;
  if (!event) return null;
  const who =
    message.author.kind === "agent" ? (message.author.name ?? "") : message.author.kind === "customer" ? customer : "";
  const to = word(event.to, event.type, t);
  const key = event.type === "assignee" && !event.to ? "unassigned" : event.type;
  return (
    <li className="ev">
      <span>
        {t(who ? `tickets.event.${key}` : `tickets.event.auto.${key}`, {
          who,
          to,
          interpolation: { escapeValue: false },
        })}
      </span>
      <When at={message.at} />
    </li>
  );
}

function word(
  value: string | string[] | PersonRef | null | undefined,
  type: string,
  t: (key: string) => string,
): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value === "object") return value.name;
  return type === "subject" ? value : t(`tickets.${type}.${value}`);
}
