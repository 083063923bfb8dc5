import { useEffect, useRef, useState } from "react";
import { Problem } from "../api/client";
import type { FileRef } from "../api/mail";
import { upload } from "../api/upload";

/** A file on its way to the server. */
export interface Uploading {
  key: string;
  file: File;
  part: number;
  /** Why it did not arrive; `unreachable` may be tried again. */
  failed?: string;
  stop: AbortController;
}

/** Files that were chosen and are not on the server yet; `arrived` gets each that is. */
export function useUploads(arrived: (file: FileRef) => void) {
  const [all, setAll] = useState<Uploading[]>([]);
  const arrive = useRef(arrived);
  arrive.current = arrived;
  const stops = useRef(new Set<AbortController>());
  useEffect(() => {
    const mine = stops.current;
    // Whoever leaves the ticket sends nothing more.
    return () => {
      for (const stop of mine) stop.abort();
    };
  }, []);

  const change = (key: string, more: Partial<Uploading>) =>
    setAll((now) => now.map((one) => (one.key === key ? { ...one, ...more } : one)));
  const drop = (key: string) => setAll((now) => now.filter((one) => one.key !== key));

  async function send({ key, file, stop }: Uploading) {
    stops.current.add(stop);
    change(key, { part: 0, failed: undefined });
    try {
      const kept = await upload(file, key, (part) => change(key, { part }), stop.signal);
      arrive.current(kept);
      drop(key);
    } catch (error) {
      if (!stop.signal.aborted) change(key, { failed: error instanceof Problem ? error.code : "unreachable" });
    }
  }

  return {
    all,
    busy: all.some((one) => one.failed === undefined),
    add(files: Iterable<File>) {
      for (const file of files) {
        const one: Uploading = { key: crypto.randomUUID(), file, part: 0, stop: new AbortController() };
        setAll((now) => [...now, one]);
        void send(one);
      }
    },
    retry: (one: Uploading) => void send(one),
    remove(one: Uploading) {
      one.stop.abort();
      drop(one.key);
    },
  };
}
