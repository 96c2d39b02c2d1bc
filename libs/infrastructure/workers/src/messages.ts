import type { PhiCategory, PhiMatch, PhiSensitivity } from '@radiant/phi';

/** What a worker is asked. */
export interface DetectionRequest {
  readonly id: number;
  readonly texts: readonly string[];
  readonly categories: readonly PhiCategory[];
  readonly sensitivity: PhiSensitivity | undefined;
}

/** What it answers; without matches it has failed, and why stays in the worker: an error could hold some of the text. */
export interface DetectionAnswer {
  readonly id: number;
  readonly matches: readonly (readonly PhiMatch[])[] | undefined;
}
