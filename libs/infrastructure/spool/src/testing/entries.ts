import { writeFile } from 'node:fs/promises';
import { encodeFrame } from '../frame.js';
import { ensurePrivateDirectory } from '../disk.js';
import { pathOf, type Segment } from '../segment.js';
import { readSegments, type SegmentEntry } from '../segment-reader.js';

/** No process of this machine has it: Linux ends at 4194304. */
export const DEAD_PROCESS = 4_194_305;

export async function entriesOf(directory: string, name = 'log'): Promise<SegmentEntry[]> {
  const entries: SegmentEntry[] = [];
  for await (const entry of readSegments(directory, name)) entries.push(entry);
  return entries;
}

export async function recordsOf(directory: string, name = 'log'): Promise<string[]> {
  const entries = await entriesOf(directory, name);
  return entries.map((entry) => (entry.kind === 'record' ? entry.record : `${entry.kind} ${entry.bytes}`));
}

/** A segment that a process left which is no more. */
export async function leaveSegment(
  directory: string,
  bytes: Uint8Array,
  over: Partial<Segment> = {},
): Promise<Segment> {
  await ensurePrivateDirectory(directory);
  const segment: Segment = {
    directory,
    name: 'log',
    startedAt: 1_000,
    processId: DEAD_PROCESS,
    number: 1,
    state: 'written',
    ...over,
  };
  await writeFile(pathOf(segment), bytes);
  return segment;
}

export const frames = (...records: readonly string[]): Buffer => Buffer.concat(records.map(encodeFrame));
