const paths = {
  down: "m5.5 8 4.5 4.5L14.5 8",
  up: "M10 16V4.5M5 9.5l5-5 5 5",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  checks: "m2 10.5 3.5 3.5L12.5 6.5M9.5 13.2l.9.8L18 6.5",
  mail: "M4.25 4.5h11.5a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H4.25a1.5 1.5 0 0 1-1.5-1.5V6a1.5 1.5 0 0 1 1.5-1.5zM3.2 5.8l6.8 5 6.8-5",
  clock: "M10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM10 6.5V10l2.5 1.5",
  cross: "m5.5 5.5 9 9M14.5 5.5l-9 9",
  more: "M4.6 10h.8M9.6 10h.8M14.6 10h.8",
  back: "M11.5 5 6.5 10l5 5",
  clip: "m15.5 9.5-5.6 5.6a3.4 3.4 0 0 1-4.8-4.8l6-6a2.3 2.3 0 0 1 3.2 3.2l-5.9 6a1.1 1.1 0 0 1-1.6-1.6l5.3-5.4",
  camera: "M3 7h3l1.5-2h5L14 7h3v9H3zM10 8.8a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2z",
  smile: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM7.6 8v.1M12.4 8v.1M7 11.6c1.5 2.2 4.5 2.2 6 0",
  page: "M5.5 3.5h6l3 3v10h-9zM11.5 3.5v3h3",
  save: "M10 3.5v9M6 9l4 4 4-4M4 16.5h12",
  out: "M11 4h5v5M16 4l-7 7M14 11.5V16H4V6h4.5",
  late: "M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.4v.1",
};

/** A line drawing beside a word that says the same, so it is hidden from screen readers. */
export function Icon({ name, size = 20 }: { name: keyof typeof paths; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
