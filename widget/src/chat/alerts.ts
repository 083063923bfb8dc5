import { effect, type Signal, signal } from "@preact/signals";
import { t } from "./i18n";
import type { Session } from "./session";

/** How a new answer makes itself heard while nobody looks. Each is the visitor's own choice, and off at first. */
export interface Alerts {
  sound: Signal<boolean>;
  notify: Signal<boolean>;
  /** The browser can show notifications here, and the visitor has not refused them. */
  canNotify: boolean;
  setSound(on: boolean): void;
  setNotify(on: boolean): Promise<void>;
}

const known = new WeakMap<Session, Alerts>();

/** The alerts of a session, which listen from the first call on. */
export function alertsOf(session: Session): Alerts {
  const found = known.get(session);
  if (found) return found;
  const alerts = begin(session);
  known.set(session, alerts);
  return alerts;
}

function begin(session: Session): Alerts {
  const { storage } = session;
  const canNotify = "Notification" in window && Notification.permission !== "denied";
  // As the site has it, until the visitor chooses.
  const usual = session.settings.peek()?.sound ?? false;
  const sound = signal(storage.choice("sound", usual));
  const notify = signal(canNotify && storage.choice("notify") && Notification.permission === "granted");
  const alerts: Alerts = {
    sound,
    notify,
    canNotify,
    setSound(on) {
      storage.choose("sound", on, usual);
      sound.value = on;
      // Heard at once, so that one knows it; and a browser lets a page sound only after a click.
      if (on) ring();
    },
    async setNotify(on) {
      const granted = on && (await Notification.requestPermission()) === "granted";
      storage.choose("notify", granted);
      notify.value = granted;
    },
  };
  let heard = session.unread.peek();
  effect(() => {
    const unread = session.unread.value;
    const more = unread > heard;
    heard = unread;
    if (!more) return;
    if (sound.peek()) ring();
    if (notify.peek()) announce(session);
  });
  return alerts;
}

let audio: AudioContext | undefined;

/** Two soft notes, made here: nothing is fetched. */
function ring(): void {
  try {
    audio ??= new AudioContext();
    for (const [after, pitch] of [
      [0, 660],
      [0.12, 880],
    ] as const) {
      const at = audio.currentTime + after;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.12, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.25);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.3);
    }
  } catch {
    // No sound device, or not allowed: the badge says it too.
  }
}

/** Says that there is an answer, never what it says: a notification may stand on a locked screen. */
function announce(session: Session): void {
  try {
    const last = session.timeline.peek().messages.at(-1);
    const name = last?.author.name ?? t.peek().agent;
    const shown = new Notification(session.title.peek() ?? t.peek().chat, {
      body: t.peek().answered(name),
      tag: "hub",
    });
    shown.onclick = () => window.focus();
  } catch {
    // Android's Chrome allows them to service workers only.
  }
}
