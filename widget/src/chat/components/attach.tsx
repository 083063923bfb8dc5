import { useRef } from "preact/hooks";
import { t } from "../i18n";
import type { Session } from "../session";
import { Icon } from "./icons";

const byTouch = typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches;

/** Buttons by which files come: from the disk and, on a phone, from the camera. */
export function Attach({ session, done }: { session: Session; done(): void }) {
  return (
    <>
      <Pick session={session} done={done} icon="clip" label={t.value.attach} input={{ multiple: true }} />
      {byTouch && (
        <Pick
          session={session}
          done={done}
          icon="camera"
          label={t.value.camera}
          input={{ accept: "image/*", capture: "environment" }}
        />
      )}
    </>
  );
}

interface PickProps {
  session: Session;
  done(): void;
  icon: "clip" | "camera";
  label: string;
  input: { multiple?: boolean; accept?: string; capture?: "environment" };
}

function Pick({ session, done, icon, label, input }: PickProps) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class="round" aria-label={label} title={label} onClick={() => field.current?.click()}>
        <Icon name={icon} />
      </button>
      <input
        ref={field}
        type="file"
        hidden
        {...input}
        onChange={(event) => {
          session.tray.add([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again.
          event.currentTarget.value = "";
          done();
        }}
      />
    </>
  );
}
