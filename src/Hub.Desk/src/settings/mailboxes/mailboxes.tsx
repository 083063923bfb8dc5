import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { explain } from "../../api/explain";
import { useSession } from "../../session/session";
import { Button, Strip } from "../../ui";
import { Page, Setting } from "../page";
import { Banners } from "./banners";
import { BoxForm } from "./box-form";
import { BoxRow } from "./box-row";
import { mailboxesQuery } from "./boxes";
import "./mailboxes.css";

/** The addresses at which customers write, and how answers leave. */
export function Mailboxes() {
  const { t } = useTranslation();
  const { user } = useSession();
  const { hash } = useLocation();
  const mayEdit = user.role === "administrator";
  const boxes = useQuery({ ...mailboxesQuery, enabled: mayEdit });
  const [opened, setOpened] = useState<number | "new" | "none">();
  const all = boxes.data ?? [];
  // One mailbox needs no choice, and a link from the search leads into the first.
  const first = all.length === 1 || (hash !== "" && hash !== "#list") ? all[0]?.id : undefined;
  const open = opened ?? first;

  const add = (
    <Button look="main" icon="plus" disabled={open === "new"} onClick={() => setOpened("new")}>
      {t("settings.mailboxes.add")}
    </Button>
  );
  return (
    <Page title={t("settings.mailboxes.title")} lead={t("settings.mailboxes.lead")} action={mayEdit && add}>
      {!mayEdit && <Strip tone="info">{t("settings.onlyAdmin")}</Strip>}
      {boxes.error && <Strip tone="bad">{explain(boxes.error, t)}</Strip>}
      {mayEdit && <Banners />}
      {open === "new" && (
        <section className="box" aria-label={t("settings.mailboxes.new")}>
          <h2 className="settings-h2">{t("settings.mailboxes.new")}</h2>
          <BoxForm onDone={(id) => setOpened(id ?? "none")} />
        </section>
      )}
      {mayEdit && (
        <Setting id="list">
          <h2 className="settings-h2">{t("settings.mailboxes.list")}</h2>
          {boxes.isPending && <i className="ghost" style={{ width: 200 }} />}
          <ul className="boxes">
            {all.map((box) => (
              <li key={box.id}>
                <BoxRow
                  box={box}
                  open={open === box.id}
                  onToggle={() => setOpened(open === box.id ? "none" : box.id)}
                />
                {open === box.id && <BoxForm box={box} />}
              </li>
            ))}
          </ul>
        </Setting>
      )}
    </Page>
  );
}
