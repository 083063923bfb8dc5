import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Attendee, Invitation as Invited } from "../api/mail";
import { Icon, type IconName } from "../ui";
import { eventTime, leaf, repeats } from "./event-time";
import { Words } from "./words";

const few = 5;

const icons: Record<Attendee["answer"], IconName> = {
  none: "s-none",
  accepted: "s-ok",
  declined: "s-no",
  tentative: "s-new",
  delegated: "reply",
};

/** What a mail invites to, as it says itself: read only, for Hub keeps no calendar. */
export function Invitation({ invitation }: { invitation: Invited }) {
  const { t, i18n } = useTranslation();
  const { method, cancelled, organizer, attendees, recurrence } = invitation;
  const title = invitation.title || t("invitation.untitled");
  const { said, beside } = eventTime(invitation, i18n.language, t);
  const page = leaf(invitation, i18n.language);
  const kind =
    method === "request" && invitation.sequence > 0 ? t("invitation.changed") : t(`invitation.method.${method}`);
  return (
    <section
      className={cancelled ? "invitation called-off" : "invitation"}
      aria-label={t("invitation.name", { title })}
    >
      <div className="leaf" aria-hidden="true">
        {page ? (
          <>
            <span>{page.month}</span>
            <b className="num">{page.day}</b>
          </>
        ) : (
          <Icon name="calendar" size={20} />
        )}
      </div>
      <div className="what">
        <p className="kind">
          {cancelled ? (
            <b className="tag">
              <Icon name="s-bad" size={12} />
              {t("invitation.cancelled")}
            </b>
          ) : (
            <span>{kind}</span>
          )}
          {invitation.occurrence && <span>{t("invitation.occurrence")}</span>}
        </p>
        <p className="title">
          <bdi>{title}</bdi>
        </p>
      </div>
      <div className="facts">
        <dl>
          <dt>{t("invitation.when")}</dt>
          <dd>
            <span className="num at">{said}</span>
            {beside && <span className="faint">{beside}</span>}
            {recurrence && <span>{repeats(recurrence, i18n.language, t)}</span>}
          </dd>
          {invitation.place && (
            <>
              <dt>{t("invitation.where")}</dt>
              <dd>
                <bdi>
                  <Words text={invitation.place} />
                </bdi>
              </dd>
            </>
          )}
          {organizer && (
            <>
              <dt>{t("invitation.organizer")}</dt>
              <dd>
                <bdi title={organizer.address}>{organizer.name || organizer.address}</bdi>
              </dd>
            </>
          )}
          {attendees.length > 0 && (
            <>
              <dt>{t(method === "reply" ? "invitation.answers" : "invitation.invited")}</dt>
              <dd>
                <Attendees attendees={attendees} invited={invitation.invited} />
              </dd>
            </>
          )}
        </dl>
        {invitation.others > 0 && <p className="faint">{t("invitation.others", { count: invitation.others })}</p>}
        {method === "request" && !cancelled && <p className="faint">{t("invitation.claim")}</p>}
      </div>
    </section>
  );
}

function Attendees({ attendees, invited }: { attendees: Attendee[]; invited: number }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? attendees : attendees.slice(0, few);
  const left = Math.max(invited, attendees.length) - shown.length;
  return (
    <>
      <ul>
        {shown.map((each, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order, and an address may stand there twice.
          <li key={`${index} ${each.address}`}>
            <Icon name={icons[each.answer]} size={14} className={each.answer} />
            <bdi className="cut" title={each.address}>
              {each.name || each.address}
            </bdi>
            <span className="faint">
              {t(`invitation.answer.${each.answer}`)}
              {each.optional && ` · ${t("invitation.optional")}`}
            </span>
          </li>
        ))}
        {left > 0 && <li className="faint">{t("invitation.more", { count: left })}</li>}
      </ul>
      {attendees.length > few && (
        <button type="button" className="fold" aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? "invitation.showFew" : "invitation.showAll")}
        </button>
      )}
    </>
  );
}
