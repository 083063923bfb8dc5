import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { explain } from "../api/explain";
import { queryClient } from "../api/queries";
import { useKeys } from "../shell/keys";
import { Icon } from "../ui";
import { type Act, actOn } from "./delivery-acts";
import { type Departing, forgetDeparture, useDeparting } from "./departing";
import { useLeft } from "./use-left";

const held = 10_000;

/** The answer that leaves in some seconds, wherever one is by now: its undo must not be looked for. */
export function UndoBar({ me }: { me: number }) {
  const { t } = useTranslation();
  const departing = useDeparting();
  return (
    <>
      {/* Said once; the seconds are only for the eye. */}
      <p className="sr" role="status">
        {departing && t("tickets.undone.said", { to: departing.to })}
      </p>
      {departing && <Bar key={departing.message.id} departing={departing} me={me} />}
    </>
  );
}

function Bar({ departing, me }: { departing: Departing; me: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { view = "open" } = useParams();
  const { ticket, message, to, until } = departing;
  const left = useLeft(until);
  const act = useMutation({
    mutationFn: (what: Act) => actOn(me, ticket, message, what),
    onSuccess: (_, what) => what === "undo" && navigate(`/views/${view}/tickets/${ticket}`),
    onError: () => queryClient.invalidateQueries({ queryKey: ["messages", ticket] }),
  });
  const over = left === 0 && !act.isPending && !act.error;
  const undo = () => act.isPending || act.error || act.mutate("undo");
  useKeys({ z: undo });
  useEffect(() => {
    if (over) forgetDeparture(message.id);
  }, [over, message.id]);

  return (
    <div className="undo row">
      <Ring share={left / held} />
      {act.error ? (
        <span className="grow cut" role="alert">
          {explain(act.error, t)}
        </span>
      ) : (
        <span className="leaving grow row" aria-hidden="true">
          <span className="cut">{t("tickets.undone.what", { to })}</span>
          <span className="num">{t("tickets.undone.in", { n: Math.ceil(left / 1000) })}</span>
        </span>
      )}
      {act.error ? (
        <button type="button" aria-label={t("ui.close")} onClick={() => forgetDeparture(message.id)}>
          <Icon name="close" />
        </button>
      ) : (
        <>
          <button
            type="button"
            className="ua"
            aria-keyshortcuts="z"
            aria-busy={act.isPending || undefined}
            onClick={undo}
          >
            {t("tickets.delivery.undo")}
            <span aria-hidden="true">
              <kbd>Z</kbd>
            </span>
          </button>
          <button type="button" className="hide-s" onClick={() => act.isPending || act.mutate("send")}>
            {t("tickets.delivery.sendNow")}
          </button>
        </>
      )}
    </div>
  );
}

/** How much of the time is left. */
function Ring({ share }: { share: number }) {
  const round = 2 * Math.PI * 6;
  return (
    <svg className="i" width="16" height="16" viewBox="0 0 16 16" fill="none" strokeWidth="2" aria-hidden="true">
      <circle cx="8" cy="8" r="6" stroke="currentColor" strokeOpacity=".3" />
      <circle
        cx="8"
        cy="8"
        r="6"
        stroke="var(--inv-accent)"
        strokeDasharray={`${round * Math.min(1, share)} ${round}`}
        transform="rotate(-90 8 8)"
      />
    </svg>
  );
}
