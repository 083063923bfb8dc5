import { type Alerts, alertsOf } from "./alerts";
import type { Goal } from "./components/earlier";
import { t } from "./i18n";
import type { Session } from "./session";

/** A line of the chat's menu. `checked` makes it a switch. */
export interface Entry {
  label: string;
  checked?: boolean;
  run(): void;
}

/** What the menu offers just now. */
export function entriesOf(session: Session): Entry[] {
  const words = t.value;
  const alerts: Alerts = alertsOf(session);
  const entries: Entry[] = [
    { label: words.sound, checked: alerts.sound.value, run: () => alerts.setSound(!alerts.sound.value) },
  ];
  if (alerts.canNotify) {
    const checked = alerts.notify.value;
    entries.push({ label: words.notify, checked, run: () => void alerts.setNotify(!checked) });
  }
  const proof = (goal: Goal) =>
    void import("./components/earlier").then((it) => it.show(session, goal)).catch(() => {});
  const { verified, signedIn } = session.identity.value;
  const canMail = session.settings.value?.byMail ?? false;
  if (session.earlierOnes.value > 0 || verified || signedIn) {
    entries.push({ label: words.earlierList, run: () => proof("list") });
  } else if (canMail) entries.push({ label: words.findEarlier, run: () => proof("list") });
  if (session.timeline.value.ticket > 0 && canMail) {
    entries.push({ label: words.mailTranscript, run: () => proof("transcript") });
  }
  if (session.timeline.value.ticket > 0) {
    entries.push({ label: words.copy, run: () => void import("./transcript").then((it) => it.copy(session)) });
    entries.push({ label: words.print, run: () => void import("./transcript").then((it) => it.print(session)) });
  }
  return entries;
}
