import type { PhiMatch } from '../../ports/phi-detector.js';

/** A stretch that rules for prose must leave alone. */
export interface Quiet {
  readonly start: number;
  readonly end: number;
}

/** Reads a text by its form, piece by piece, and says what each value is by where it stands. */
export interface Structure {
  readonly matches: readonly PhiMatch[];
  /** In order and apart. */
  readonly quiet: readonly Quiet[];
  /** Reads on until `to` is reached or passed. */
  advance(to: number): void;
}

/** Words that stand in a field in place of a value. */
const EMPTY = /^(?:unknown|none|null|nil|n\/?a|not given|anonymous|redacted|true|false|string|test)?$/i;

export const isTelling = (value: string): boolean =>
  /[\p{L}\d]/u.test(value) && !EMPTY.test(value.trim()) && !value.includes('[PHI_');
