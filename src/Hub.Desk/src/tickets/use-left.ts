import { useEffect, useReducer } from "react";
import { serverNow } from "../api/clock";
import { nextLook } from "./lines";

/** Milliseconds left until a time of the server; whoever uses it is drawn anew each second of the last fifteen, and only then. */
export function useLeft(at: string): number {
  const until = Date.parse(at);
  const [looks, look] = useReducer((count: number) => count + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each look asks for the next one
  useEffect(() => {
    const wait = nextLook(until, serverNow());
    if (wait === undefined) return;
    const timer = setTimeout(look, wait);
    return () => clearTimeout(timer);
  }, [until, looks]);
  return Math.max(0, until - serverNow());
}
