import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { told, type Finding } from '../finding.js';
import { balanced, drained, unknownCalls } from '../world/books.js';
import { Caller } from '../world/caller.js';
import { Load } from '../world/load.js';
import { World } from '../world/world.js';

const WORKERS = 8;
const REFILL_MS = 5;
const DRAINED_WITHIN_MS = 30_000;

/** A disk that can be made to refuse and to take again. */
interface Disk {
  readonly kind: string;
  refuse(): void;
  take(): void;
  remove(): void;
}

/** The disk of the usage files takes nothing for a while: calls are refused before they leave, and what left is known. */
export async function disk(quick: boolean): Promise<readonly Finding[]> {
  const phaseMs = quick ? 2_000 : 15_000;
  const world = await World.open(0);
  const folder = path.join(world.directory, 'small');
  mkdirSync(folder);
  const used = smallFileSystem(folder) ?? movedFolder(path.join(folder, 'usage'));
  world.atEnd(() => used.remove());
  try {
    const replica = await world.addReplica('small');
    const caller = new Caller(replica.url, world.apiKey);
    const load = new Load({
      callers: [caller],
      workers: WORKERS,
      next: (number) => ({ wish: { call: String(number), words: 4, everyMs: 5 }, options: { streamed: false } }),
    });
    await pause(phaseMs);
    const before = load.acknowledged.size;
    used.refuse();
    await pause(500); // those that had left meet it
    const [left, acknowledged, refused] = [world.upstream.calls.size, load.acknowledged.size, load.refused];
    const [notReady] = await Promise.all([answersOnce(replica.url, 503, phaseMs), pause(phaseMs)]);
    const leftWhileFull = world.upstream.calls.size - left;
    const answeredWhileFull = load.acknowledged.size - acknowledged;
    const refusedWhileFull = load.refused - refused;
    used.take();
    const whole = load.acknowledged.size;
    const [ready] = await Promise.all([answersOnce(replica.url, 204, phaseMs), pause(phaseMs)]);
    await load.stop();
    const again = load.acknowledged.size - whole;
    const { lost } = await drained(world, load.acknowledged, DRAINED_WITHIN_MS);
    const unknown = await unknownCalls(world);
    await caller.close();
    return [
      told('the full disk is', used.kind),
      told('calls acknowledged before', String(before)),
      {
        what: 'calls refused meanwhile, all with 503',
        figure: `${refusedWhileFull} (${[...load.statuses].join(', ')})`,
        required: 'at least 1',
        met: refusedWhileFull > 0 && [...load.statuses].every((status) => status === 503),
      },
      told('calls whose record found room all the same, where a drained file had gone', String(answeredWhileFull)),
      told('calls that left meanwhile', String(leftWhileFull)),
      {
        what: 'the readiness probe says so, and that it is over',
        figure: `${notReady}, ${ready}`,
        required: 'true, true',
        met: notReady && ready,
      },
      { what: 'calls acknowledged afterwards', figure: String(again), required: 'at least 1', met: again > 0 },
      { what: 'acknowledged and not in the books', figure: String(lost.length), required: '0', met: lost.length === 0 },
      {
        what: 'calls upstream with neither usage nor money held',
        figure: String(unknown),
        required: '0',
        met: unknown === 0,
      },
      ...(await balanced(world)),
    ];
  } finally {
    await world.close();
  }
}

/** Whether the readiness probe says `status` at least once within a time. */
async function answersOnce(url: string, status: number, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    if ((await fetch(`${url}/health/ready`)).status === status) return true;
    await pause(20);
  }
  return false;
}

/** A file system of 32 MiB, where this account may mount one: it is filled to the last byte. */
function smallFileSystem(folder: string): Disk | undefined {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', folder]);
  if (mounted.status !== 0) return undefined;
  const fillers: string[] = [];
  let refill: NodeJS.Timeout | undefined;
  const fill = (): void => {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail === 0) return;
    const filler = path.join(folder, `filler-${fillers.length}`);
    fillers.push(filler);
    try {
      writeFileSync(filler, Buffer.alloc(bavail * bsize + bsize));
    } catch {
      // full is what it should be
    }
  };
  return {
    kind: 'a tmpfs of 32 MiB without room (ENOSPC)',
    refuse: () => {
      fill();
      refill = setInterval(fill, REFILL_MS); // files that are drained and deleted make room
    },
    take: () => {
      clearInterval(refill);
      for (const filler of fillers.splice(0)) rmSync(filler);
    },
    remove: () => void spawnSync('umount', ['-l', folder]),
  };
}

/** Elsewhere the folder of the usage files is moved away: every write is refused as well, by another error. */
function movedFolder(folder: string): Disk {
  return {
    kind: 'a folder that is moved away, since no small file system can be mounted here',
    refuse: () => renameSync(folder, `${folder}-away`),
    take: () => renameSync(`${folder}-away`, folder),
    remove: () => undefined,
  };
}
