import type { ErrorCode } from '@radiant/kernel';
import type { PhiCategory, PhiSensitivity } from '@radiant/phi';

/** What any worker is asked. */
export interface WorkerRequest {
  readonly id: number;
}

export interface DetectionRequest extends WorkerRequest {
  readonly texts: readonly string[];
  readonly categories: readonly PhiCategory[];
  readonly sensitivity: PhiSensitivity | undefined;
}

export interface CountingRequest extends WorkerRequest {
  readonly texts: readonly string[];
}

/** Why it refuses, in our own words, which hold nothing of the text. */
export interface WorkerRefusal {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What it answers; with neither it has failed, and why stays in the worker: an error could hold some of the text. */
export interface WorkerAnswer<Result> {
  readonly id: number;
  readonly result: Result | undefined;
  readonly refusal?: WorkerRefusal | undefined;
}
