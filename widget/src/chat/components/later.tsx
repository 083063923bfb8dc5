import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import type { Session } from "../session";
import { sleep } from "../timing";

interface Props {
  session: Session;
  fetch(): Promise<ComponentType<{ session: Session }>>;
}

/** A part whose code is fetched when it is shown, again and again where the line is down. */
export function Later({ session, fetch }: Props) {
  const part = useSignal<{ View: ComponentType<{ session: Session }> } | null>(null);
  useEffect(() => {
    let wanted = true;
    const get = async (): Promise<void> => {
      try {
        const View = await fetch();
        if (wanted) part.value = { View };
      } catch {
        await sleep(2000);
        if (wanted) await get();
      }
    };
    void get();
    return () => {
      wanted = false;
    };
  }, [fetch, part]);
  const View = part.value?.View;
  return View ? <View session={session} /> : null;
}
