import { setTimeout as pause } from 'node:timers/promises';
import { told, type Finding } from '../finding.js';
import { balanced, drained, unknownCalls } from '../world/books.js';
import { Caller } from '../world/caller.js';
import { Load } from '../world/load.js';
import { World } from '../world/world.js';

const WORKERS = 200;
const DRAINED_WITHIN_MS = 30_000;
const MOST_WAIT_MS = 60_000;

/** PostgreSQL is ended by SIGKILL under load and stays away; calls that had left end meanwhile. */
export async function outage(quick: boolean): Promise<readonly Finding[]> {
  const [before, away, after] = quick ? [2_000, 4_000, 2_000] : [10_000, 60_000, 10_000];
  const world = await World.open(2);
  try {
    const callers = world.replicas.map(({ url }) => new Caller(url, world.apiKey));
    const longestMs = before + away;
    const load = new Load({
      callers,
      workers: WORKERS,
      // streams of all lengths, so that some end at every moment of the outage
      next: (number) => {
        const words = 4 + (number % 17);
        const everyMs = number % 5 === 0 ? longestMs / 20 : 20;
        return { wish: { call: String(number), words, everyMs }, options: { streamed: true } };
      },
    });
    await pause(before);
    await world.killPostgres();
    const acknowledgedBefore = load.acknowledged.size;
    await pause(away);
    const during = load.acknowledged.size - acknowledgedBefore;
    const refusedDuring = load.refused;
    await world.startPostgresAgain();
    const backAt = performance.now();
    const untilThen = new Set(load.acknowledged);
    const { lost: late, tookMs } = await drained(world, untilThen, MOST_WAIT_MS);
    await pause(Math.max(0, after - (performance.now() - backAt)));
    await load.stop();
    const { lost } = await drained(world, load.acknowledged, MOST_WAIT_MS);
    const unknown = await unknownCalls(world);
    await Promise.all(callers.map((caller) => caller.close()));
    return [
      told('PostgreSQL away, s', (away / 1_000).toFixed(0)),
      told('calls acknowledged', String(load.acknowledged.size)),
      {
        what: 'of them while PostgreSQL was away',
        figure: String(during),
        required: 'at least 1',
        met: during > 0,
      },
      told('calls refused (503)', String(refusedDuring)),
      {
        what: 'calls that left and did not come to their end',
        figure: String(load.broken),
        required: '0',
        met: load.broken === 0,
      },
      { what: 'acknowledged and not in the books', figure: String(lost.length), required: '0', met: lost.length === 0 },
      {
        what: 'calls upstream with neither usage nor money held',
        figure: String(unknown),
        required: '0',
        met: unknown === 0,
      },
      {
        what: 'drained after PostgreSQL was back, ms',
        figure: tookMs.toFixed(0),
        required: `<= ${DRAINED_WITHIN_MS}`,
        met: late.length === 0 && tookMs <= DRAINED_WITHIN_MS,
      },
      ...(await balanced(world)),
    ];
  } finally {
    await world.close();
  }
}
