import type { AppId, Instant, MappingId } from '@radiant/kernel';
import type { PhiCategory } from './category.js';

export interface PhiMappingEntry {
  readonly placeholder: string;
  readonly category: PhiCategory;
  readonly original: string;
}

/** Indices [from, next) have been handed out and are never handed out again. */
export interface IndexRange {
  readonly from: number;
  readonly next: number;
}

/** What the placeholders of one conversation stand for. */
export interface PhiMapping {
  readonly id: MappingId;
  /** In which it was made; undefined for one that was made before that was kept. */
  readonly app: AppId | undefined;
  readonly entries: readonly PhiMappingEntry[];
  readonly ranges: readonly IndexRange[];
  /** 1 for the first write, one more for each that follows. */
  readonly version: number;
  /** From this instant on the entries can't be read. */
  readonly expiresAt: Instant;
  /** Until this instant the record, and with it the ranges, is kept. */
  readonly retainUntil: Instant;
}
