import type { PhiCategory, PhiMatch, PhiSensitivity } from '@radiant/phi';

/** What any worker is asked. */
export interface WorkerRequest {
  readonly id: number;
}

export interface DetectionRequest extends WorkerRequest {
  readonly texts: readonly string[];
  readonly categories: readonly PhiCategory[];
  readonly sensitivity: PhiSensitivity | undefined;
}

export type DetectionResult = readonly (readonly PhiMatch[])[];

export interface CountingRequest extends WorkerRequest {
  readonly texts: readonly string[];
}

/** What it answers; without a result it has failed, and why stays in the worker: an error could hold some of the text. */
export interface WorkerAnswer<Result> {
  readonly id: number;
  readonly result: Result | undefined;
}
