import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import type { Wire } from "./connection";
import { newId } from "./ids";
import type { ServerEvent } from "./protocol";
import { eventOf } from "./wire";

/** A SignalR connection that gets through where WebSockets do not, by long polling. */
export function openPolling(hear: (event: ServerEvent) => void): Wire {
  const hub = new HubConnectionBuilder()
    // It needs several requests, which carry a random word by which a proxy keeps them on one server process.
    .withUrl(`/hubs/visitor?s=${newId()}`, {
      // Not server-sent events: a proxy that holds back what is not complete would hold them back for ever.
      transport: HttpTransportType.LongPolling,
      withCredentials: false,
    })
    .configureLogging(LogLevel.None)
    .build();
  for (const target of ["Message", "Typing", "Seen", "State", "Resync"])
    hub.on(target, (value: unknown) => hear(eventOf(target, value)));
  return {
    start: () => hub.start(),
    stop: () => hub.stop(),
    invoke: (method, ...args) => hub.invoke(method, ...args),
    onClose: (done) => hub.onclose(() => done()),
  };
}
