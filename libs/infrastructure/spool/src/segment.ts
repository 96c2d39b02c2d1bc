import { DomainError, type Instant } from '@radiant/kernel';
import { readdir, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { nothingIfMissing } from './disk.js';

/**
 * `written`: a process writes or wrote it. `claimed`: taken from its writer for reading, so that nothing is added any
 * more. `damaged`: set aside because not all of it could be read.
 */
export type SegmentState = 'written' | 'claimed' | 'damaged';

/** One file of a log. */
export interface Segment {
  readonly directory: string;
  /** Of the log. */
  readonly name: string;
  /** When the log was opened that wrote it. */
  readonly startedAt: Instant;
  /** Of the process that wrote it. */
  readonly processId: number;
  /** From 1, within one opened log. */
  readonly number: number;
  readonly state: SegmentState;
}

const LOG_NAME = /^[a-z][a-z0-9-]{0,63}$/;
const SUFFIX: Readonly<Record<SegmentState, string>> = {
  written: '.log',
  claimed: '.log.claimed',
  damaged: '.log.damaged',
};

/** @throws DomainError `validation_error` unless `name` can begin a file's name. */
export function checkLogName(name: string): void {
  if (LOG_NAME.test(name)) return;
  throw new DomainError('validation_error', 'a log is named by 1 to 64 of a-z, 0-9 and -, beginning with a letter', {
    field: 'name',
  });
}

export const fileNameOf = (segment: Segment): string =>
  `${segment.name}-${segment.startedAt}-${segment.processId}-${segment.number}${SUFFIX[segment.state]}`;

export const pathOf = (segment: Segment): string => path.join(segment.directory, fileNameOf(segment));

/**
 * Segments of a log in the order of writing; none when there is no such directory.
 * @throws DomainError `validation_error` for a name no log can have, `service_unavailable`
 */
export async function listSegments(directory: string, name: string): Promise<readonly Segment[]> {
  checkLogName(name);
  const files = await readdir(directory).catch(nothingIfMissing);
  return (files ?? [])
    .map((file) => parse(directory, name, file))
    .filter((segment) => segment !== undefined)
    .sort((a, b) => a.startedAt - b.startedAt || a.processId - b.processId || a.number - b.number);
}

/**
 * Takes a segment from its writer. A writer that lives after all notices before it acknowledges anything further and
 * goes on in a new segment, so what is in the file then is all that will ever be in it.
 * @returns the claimed segment, or undefined when it is gone: somebody else was faster.
 * @throws DomainError `service_unavailable`
 */
export const claimSegment = (segment: Segment): Promise<Segment | undefined> => moveTo(segment, 'claimed');

/**
 * Keeps a damaged segment for a person to look at, and out of the way. @returns undefined when it is gone.
 * @throws DomainError `service_unavailable`
 */
export const setSegmentAside = (segment: Segment): Promise<Segment | undefined> => moveTo(segment, 'damaged');

/**
 * Deletes a segment whose records are all kept elsewhere. Not synced: should a power cut bring the file back, its records
 * are offered again.
 * @returns false when it was gone already. @throws DomainError `service_unavailable`
 */
export async function removeSegment(segment: Segment): Promise<boolean> {
  try {
    await unlink(pathOf(segment));
    return true;
  } catch (error) {
    nothingIfMissing(error);
    return false;
  }
}

async function moveTo(segment: Segment, state: SegmentState): Promise<Segment | undefined> {
  const { directory, name, startedAt, processId, number } = segment;
  const moved: Segment = { directory, name, startedAt, processId, number, state };
  try {
    await rename(pathOf(segment), pathOf(moved));
    return moved;
  } catch (error) {
    return nothingIfMissing(error);
  }
}

function parse(directory: string, name: string, file: string): Segment | undefined {
  if (!file.startsWith(`${name}-`)) return undefined;
  const rest = /^(\d{1,15})-(\d{1,10})-(\d{1,10})(\.log(?:\.claimed|\.damaged)?)$/.exec(file.slice(name.length + 1));
  const [, startedAt, processId, number, suffix] = rest ?? [];
  const state = (['written', 'claimed', 'damaged'] as const).find((known) => SUFFIX[known] === suffix);
  if (state === undefined) return undefined;
  return {
    directory,
    name,
    startedAt: Number(startedAt),
    processId: Number(processId),
    number: Number(number),
    state,
  };
}
