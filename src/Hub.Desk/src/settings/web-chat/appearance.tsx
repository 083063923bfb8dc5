import { Accent } from "./accent";
import type { SiteSectionProps } from "./site-sections";

/** How the launcher and the chat look. */
export function Appearance({ draft, errors, edit }: SiteSectionProps) {
  return <Accent value={draft.accent} error={errors.accent} onChange={(accent) => edit({ accent })} />;
}
