import { useTranslation } from "react-i18next";
import { Button } from "../ui";
import type { Acting } from "./delivery-line";
import type { Line } from "./lines";

/** An answer that did not arrive: what the mail server said, word for word, and what to do. */
export function DeliveryFailed({ line, act }: { line: Extract<Line, { kind: "failed" }>; act: Acting }) {
  const { t } = useTranslation();
  const busy = (what: "send" | "dismiss") => act.isPending && act.variables === what;
  return (
    <div className="dlw">
      {line.reason && <code>{line.reason}</code>}
      <div className="row">
        <Button look="edge" busy={busy("send")} onClick={() => act.isPending || act.mutate("send")}>
          {t("tickets.delivery.retry")}
        </Button>
        <Button busy={busy("dismiss")} onClick={() => act.isPending || act.mutate("dismiss")}>
          {t("tickets.delivery.dismiss")}
        </Button>
      </div>
    </div>
  );
}
