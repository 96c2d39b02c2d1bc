/**
 * How much proof a match needs. `structured-only`: a form that a check or a cue proves, or the place in a structure; no
 * names, places or clinical words of running text. `balanced`: those too, where context speaks for them. `strict`: also
 * what only looks like a name or a place, at the price of needless placeholders.
 */
export type PhiSensitivity = 'structured-only' | 'balanced' | 'strict';

/** From the one that finds least to the one that finds most; each finds what those before it find. */
export const PHI_SENSITIVITIES: readonly PhiSensitivity[] = ['structured-only', 'balanced', 'strict'];

export const DEFAULT_SENSITIVITY: PhiSensitivity = 'balanced';

/** Whether what works from `level` on works at `sensitivity`. */
export const reaches = (sensitivity: PhiSensitivity, level: PhiSensitivity): boolean =>
  PHI_SENSITIVITIES.indexOf(sensitivity) >= PHI_SENSITIVITIES.indexOf(level);
