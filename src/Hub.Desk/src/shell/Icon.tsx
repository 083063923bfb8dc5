import type { ReactNode } from "react";

// Drawn on a 20-px grid with a 1.5-px pen; the status shapes (bad, warn, ok, pause, none, no) differ without their colour.
const shapes = {
  panel: (
    <>
      <rect x="3" y="4" width="14" height="12" rx="1.5" />
      <path d="M7.8 4v12" />
    </>
  ),
  search: (
    <>
      <circle cx="9" cy="9" r="5" />
      <path d="m12.8 12.8 3.7 3.7" />
    </>
  ),
  inbox: (
    <>
      <path d="M3 11.5 5.2 5h9.6l2.2 6.5V15a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1z" />
      <path d="M3 11.5h4l1 2h4l1-2h4" />
    </>
  ),
  pen: (
    <>
      <path d="m4 16 .8-3.4L13.5 4l2.5 2.5-8.7 8.7z" />
      <path d="m11.7 5.8 2.5 2.5" />
    </>
  ),
  send: (
    <>
      <path d="M3.5 9.8 16.5 4l-4 12.5-2.8-5.2z" />
      <path d="m9.7 11.3 3.3-3.5" />
    </>
  ),
  users: (
    <>
      <circle cx="7.5" cy="7.2" r="2.7" />
      <path d="M2.7 16c.4-2.7 2.3-4.2 4.8-4.2s4.4 1.5 4.8 4.2" />
      <path d="M13 4.8a2.6 2.6 0 0 1 0 4.9M14.3 12.2c1.7.5 2.8 1.8 3.1 3.8" />
    </>
  ),
  bad: (
    <>
      <path d="M10 2.8 18 16.7H2z" fill="currentColor" />
      <path d="M10 8v4M10 14.3h.01" style={{ stroke: "var(--glyph, var(--surface))" }} strokeWidth="1.8" />
    </>
  ),
  filter: (
    <>
      <path d="M3.5 5.5h13M6 10h8M8.5 14.5h3" />
    </>
  ),
  settings: (
    <>
      <path d="M3 6h7M14 6h3M3 14h3M10 14h7" />
      <circle cx="12" cy="6" r="2" />
      <circle cx="8" cy="14" r="2" />
    </>
  ),
  ok: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="m7 10.3 2.2 2.2 4-4.6" />
    </>
  ),
  warn: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="M10 10V3.5A6.5 6.5 0 0 1 16.5 10z" fill="currentColor" stroke="none" />
      <path d="M10 3.5V10h6.5" />
    </>
  ),
  sun: (
    <>
      <circle cx="10" cy="10" r="3.2" />
      <path d="M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4" />
    </>
  ),
  down: (
    <>
      <path d="m5.5 8 4.5 4.5L14.5 8" />
    </>
  ),
  chat: (
    <>
      <path d="M4.5 3.8h11a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5H10l-3.7 2.9v-2.9H4.5A1.5 1.5 0 0 1 3 12.3v-7a1.5 1.5 0 0 1 1.5-1.5z" />
    </>
  ),
  none: (
    <>
      <circle cx="10" cy="10" r="6.5" strokeDasharray="2.4 2.7" />
    </>
  ),
  whatsapp: (
    <>
      <path d="M3.2 16.8 4.3 13.3a7 7 0 1 1 2.6 2.5z" />
      <path d="M7.6 7.3c-.5 1.9 2.9 5.4 5 4.9.6-.2.9-.9.7-1.4l-1.4-.8-.9.8c-.9-.4-1.7-1.2-2.1-2.1l.7-.9-.7-1.4c-.6-.2-1.2.3-1.3.9z" />
    </>
  ),
  mail: (
    <>
      <rect x="2.75" y="4.5" width="14.5" height="11" rx="1.5" />
      <path d="m3.2 5.8 6.8 5 6.8-5" />
    </>
  ),
  instagram: (
    <>
      <rect x="3.25" y="3.25" width="13.5" height="13.5" rx="4" />
      <circle cx="10" cy="10" r="3.1" />
      <path d="M13.9 6.1h.01" />
    </>
  ),
  pause: (
    <>
      <path d="M7.2 5v10M12.8 5v10" strokeWidth="2.6" />
    </>
  ),
  left: (
    <>
      <path d="M12 5.5 7.5 10l4.5 4.5" />
    </>
  ),
  clock: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4.2l2.7 1.6" />
    </>
  ),
  more: (
    <>
      <path d="M4.5 10h.01M10 10h.01M15.5 10h.01" strokeWidth="2.2" />
    </>
  ),
  dot: (
    <>
      <circle cx="10" cy="10" r="4" fill="currentColor" />
    </>
  ),
  checks: (
    <>
      <path d="m2 10.5 3.5 3.5L12.5 6.5" />
      <path d="m9.5 13.2.9.8L18 6.5" />
    </>
  ),
  lock: (
    <>
      <rect x="4.5" y="9" width="11" height="7.5" rx="1.5" />
      <path d="M7 9V6.7a3 3 0 0 1 6 0V9" />
    </>
  ),
  info: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 9.3v4M10 6.7h.01" />
    </>
  ),
  check: (
    <>
      <path d="m4.5 10.5 3.5 3.5 7.5-8" />
    </>
  ),
  no: (
    <>
      <circle cx="10" cy="10" r="6.5" />
      <path d="m5.6 14.4 8.8-8.8" />
    </>
  ),
  globe: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M3 10h14M10 3c2.3 2 3.3 4.3 3.3 7S12.3 15 10 17c-2.3-2-3.3-4.3-3.3-7S7.7 5 10 3z" />
    </>
  ),
  reply: (
    <>
      <path d="M8 5 3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1.5" />
    </>
  ),
  user: (
    <>
      <circle cx="10" cy="7" r="3" />
      <path d="M4.5 16.5c.6-3 2.8-4.5 5.5-4.5s4.9 1.5 5.5 4.5" />
    </>
  ),
  link: (
    <>
      <path d="M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1" />
      <path d="M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l1-1" />
    </>
  ),
  plus: (
    <>
      <path d="M10 4.5v11M4.5 10h11" />
    </>
  ),
  moon: (
    <>
      <path d="M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8z" />
    </>
  ),
  spam: (
    <>
      <path d="M7 3.5h6l3.5 3.5v6L13 16.5H7L3.5 13V7z" />
      <path d="M10 6.8v3.7M10 13.2h.01" />
    </>
  ),
  trash: (
    <>
      <path d="M4 6h12M8 6V4.2h4V6M5.5 6l.7 9.5a1 1 0 0 0 1 .9h5.6a1 1 0 0 0 1-.9L14.5 6M8.5 9v4.5M11.5 9v4.5" />
    </>
  ),
  out: (
    <>
      <path d="M12 4.5H5.5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1H12M8.5 10h8M13.8 7.2l2.7 2.8-2.7 2.8" />
    </>
  ),
  copy: (
    <>
      <rect x="7" y="7" width="9.5" height="9.5" rx="1.5" />
      <path d="M13 7V5a1.5 1.5 0 0 0-1.5-1.5H5A1.5 1.5 0 0 0 3.5 5v6.5A1.5 1.5 0 0 0 5 13h2" />
    </>
  ),
  phone: (
    <>
      <path d="M6.5 3.5 8 7 6.3 8.5a9 9 0 0 0 5.2 5.2L13 12l3.5 1.5v2a1.5 1.5 0 0 1-1.6 1.5A12.5 12.5 0 0 1 3 5.1a1.5 1.5 0 0 1 1.5-1.6z" />
    </>
  ),
  close: (
    <>
      <path d="m5.5 5.5 9 9M14.5 5.5l-9 9" />
    </>
  ),
  flag: (
    <>
      <path d="M5 17V4M5 4.5c3-1.5 5 1.5 10 0v7c-5 1.5-7-1.5-10 0" />
    </>
  ),
  site: (
    <>
      <rect x="2.75" y="4" width="14.5" height="12" rx="1.5" />
      <path d="M2.75 7.5h14.5M5.2 5.8h.01M7.2 5.8h.01" />
    </>
  ),
  retry: (
    <>
      <path d="M16 10a6 6 0 1 1-1.8-4.3M16 3.5v3h-3" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** A decorative icon: its meaning is always also in words beside it or in the name of its control. */
export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string }) {
  return (
    <svg
      className={className ? `i ${className}` : "i"}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {shapes[name]}
    </svg>
  );
}
