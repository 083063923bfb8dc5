/** The mark of Hub: an H with a hub in its middle, in the accent of the theme. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <rect width="20" height="20" rx="5" fill="var(--accent)" />
      <path d="M6 5v10M14 5v10M6 10h8" stroke="var(--on-accent)" strokeWidth="2" strokeLinecap="round" />
      <circle cx="10" cy="10" r="2.6" fill="var(--accent)" stroke="var(--on-accent)" strokeWidth="1.6" />
    </svg>
  );
}
