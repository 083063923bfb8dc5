import { useRef } from "react";
import { sayTyping } from "../realtime/line";

const pause = 3000;
const idle = 4000;

/** Tells the others that an answer is being written: at most every three seconds, and its end. */
export function useTyping(number: number): (on: boolean) => void {
  const said = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return (on) => {
    clearTimeout(timer.current);
    if (!on) {
      if (said.current) sayTyping(number, false);
      said.current = 0;
      return;
    }
    if (Date.now() - said.current > pause) {
      said.current = Date.now();
      sayTyping(number, true);
    }
    timer.current = setTimeout(() => {
      said.current = 0;
      sayTyping(number, false);
    }, idle);
  };
}
