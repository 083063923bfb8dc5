import { useTranslation } from "react-i18next";
import { Problem } from "../../api/client";
import { explain } from "../../api/explain";
import { Button, Strip } from "../../ui";
import { Setting } from "../page";
import { useTestBox } from "./boxes";

/** A mail to oneself through this mailbox, with what the mail server really said. */
export function TestMail({ id, dirty }: { id: number; dirty: boolean }) {
  const { t } = useTranslation();
  const test = useTestBox(id);
  const said = test.error instanceof Problem && /^mail_(refused|unavailable)$/.test(test.error.code);
  return (
    <Setting id="test">
      <div className="field">
        <h3 className="field-label">{t("settings.mailboxes.test")}</h3>
        <p className="field-hint">{t("settings.mailboxes.testHint")}</p>
        <div className="box-test">
          <Button look="edge" icon="send" disabled={dirty} busy={test.isPending} onClick={() => test.mutate()}>
            {t("settings.mailboxes.testDo")}
          </Button>
          {dirty && <p className="field-hint">{t("settings.mailboxes.testSaveFirst")}</p>}
          {test.data && (
            <Strip tone="ok">
              {t("settings.mailboxes.testTaken", { to: test.data.to })}
              <code className="words">{test.data.answer}</code>
            </Strip>
          )}
          {test.error && (
            <Strip tone="bad">
              {explain(test.error, t)}
              {said && <code className="words">{test.error.message}</code>}
            </Strip>
          )}
        </div>
      </div>
    </Setting>
  );
}
