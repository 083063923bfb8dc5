import { useEffect, useState } from "react";

/** Only what is made of points; the server says what it is by looking at it. */
const shown = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
const mostPictures = 100;
const mostBytes = 30_000_000;
const atOnce = 6;

export interface Loaded {
  pictures: ReadonlyMap<string, string>;
  /** Those that were asked for and are not to be had. */
  missing: number;
}

const none: Loaded = { pictures: new Map(), missing: 0 };

/** Fetches pictures as this agent and gives them as data: the page of a mail must not fetch anything itself. */
export function usePictures(addresses: readonly string[]): Loaded {
  const [loaded, setLoaded] = useState(none);
  const wanted = addresses.join(" ");
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    void load(wanted.split(" "), stop.signal).then((all) => {
      if (!stop.signal.aborted) setLoaded(all);
    });
    return () => stop.abort();
  }, [wanted]);
  return wanted ? loaded : none;
}

async function load(addresses: string[], signal: AbortSignal): Promise<Loaded> {
  const pictures = new Map<string, string>();
  const queue = addresses.slice(0, mostPictures);
  let left = mostBytes;
  async function work() {
    for (let address = queue.shift(); address !== undefined; address = queue.shift()) {
      const picture = await fetchPicture(address, signal);
      if (!picture || picture.size > left) continue;
      left -= picture.size;
      pictures.set(address, await asData(picture));
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return { pictures, missing: addresses.length - pictures.size };
}

async function fetchPicture(address: string, signal: AbortSignal): Promise<Blob | undefined> {
  try {
    const response = await fetch(address, { signal });
    const picture = response.ok ? await response.blob() : undefined;
    return picture && shown.includes(picture.type) ? picture : undefined;
  } catch {
    return undefined;
  }
}

const asData = (picture: Blob) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(picture);
  });
