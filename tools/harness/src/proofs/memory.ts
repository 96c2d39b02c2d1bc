import { setTimeout as pause } from 'node:timers/promises';
import { told, type Finding } from '../finding.js';
import { Reader } from '../readers/reader.js';
import { drained, balanced } from '../world/books.js';
import { memoryOf, MIB } from '../world/process-memory.js';
import type { Replica } from '../world/replica.js';
import { SideProcess } from '../world/side-process.js';
import { World } from '../world/world.js';

/** What is promised of each reader who stops, and of each stream that was left. */
const MOST_EACH_KIB = 256;
const MOST_SLOPE_KIB = 1;
const AT_ONCE = 32;
/** Memory that grows by less than this in as many ms has settled. */
const SETTLED_MIB = 2;
const SETTLED_MS = 3_000;
/** Where it is not held against anything. */
const LOOKED_AT_MS = 300;
const BOOKED_WITHIN_MS = 60_000;

/** Readers who stop reading, and readers who leave: what a process keeps of them. */
export async function memory(quick: boolean): Promise<readonly Finding[]> {
  const [slow, warm, aborted] = quick ? [20, 20, 60] : [1_000, 5_000, 20_000];
  const upstream = await SideProcess.start('flood');
  const world = await World.open({ replicas: 2, upstreamUrl: upstream.url, protectsPhi: true });
  try {
    const [first, second] = world.replicas;
    if (!first || !second) throw new Error('there are no replicas');
    const each = await slowReaders(first, world.apiKey, slow, quick ? LOOKED_AT_MS : SETTLED_MS);
    await abort(second, world.apiKey, warm);
    const points = await abort(second, world.apiKey, aborted);
    const slope = slopeOf(points) / 1_024;
    await drained(world, new Set(), BOOKED_WITHIN_MS);
    return [
      told('readers who stop, streams that are left', `${slow}, ${aborted}`),
      limited(`memory for each reader who stops, KiB`, each / 1_024, MOST_EACH_KIB, quick),
      limited(`memory for each stream that was left, KiB`, slope, MOST_SLOPE_KIB, quick),
      told('memory while they were left, MiB', points.map(({ bytes }) => (bytes / MIB).toFixed(0)).join(', ')),
      ...(await balanced(world)).filter(({ what }) => !what.includes('upstream')), // it was not the one that counts
    ];
  } finally {
    await world.close();
    await upstream.stop();
  }
}

const limited = (what: string, figure: number, most: number, quick: boolean): Finding => ({
  what,
  figure: figure.toFixed(1),
  required: quick ? 'none in the quick form' : `<= ${most}`,
  met: quick || figure <= most,
});

/** @param everyMs how often memory is looked at. @returns bytes for each of them. */
async function slowReaders({ url, pid }: Replica, apiKey: string, count: number, everyMs: number): Promise<number> {
  const warm = await Promise.all(Array.from({ length: AT_ONCE }, () => Reader.begin(url, apiKey)));
  for (const reader of warm) reader.leave();
  const rest = await settled(pid, everyMs);
  const readers: Reader[] = [];
  while (readers.length < count) {
    const next = Array.from({ length: Math.min(AT_ONCE, count - readers.length) }, () => Reader.begin(url, apiKey));
    readers.push(...(await Promise.all(next)));
  }
  const full = await settled(pid, everyMs);
  for (const reader of readers) reader.leave();
  return (full - rest) / count;
}

/** @returns the memory of a process once it no longer changes, in bytes. */
async function settled(pid: number, everyMs: number): Promise<number> {
  for (let before = memoryOf(pid, 'VmRSS'); ;) {
    await pause(everyMs);
    const now = memoryOf(pid, 'VmRSS');
    if (Math.abs(now - before) < SETTLED_MIB * MIB) return now;
    before = now;
  }
}

interface Point {
  readonly calls: number;
  readonly bytes: number;
}

/** Begins streams and leaves each. @returns the memory of the process after each twentieth of them. */
async function abort({ url, pid }: Replica, apiKey: string, count: number): Promise<readonly Point[]> {
  const points: Point[] = [];
  let calls = 0;
  const work = async (): Promise<void> => {
    while (calls < count) {
      calls += 1;
      if (calls % Math.ceil(count / 20) === 0) points.push({ calls, bytes: memoryOf(pid, 'VmRSS') });
      const reader = await Reader.begin(url, apiKey);
      reader.leave();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return points;
}

/** By least squares, in bytes a call. */
function slopeOf(points: readonly Point[]): number {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [calls, bytes] = [mean((point) => point.calls), mean((point) => point.bytes)];
  const product = mean((point) => (point.calls - calls) * (point.bytes - bytes));
  return product / mean((point) => (point.calls - calls) ** 2);
}
