import { setTimeout as pause } from 'node:timers/promises';
import { told, type Finding } from '../finding.js';
import { balanced, drained, unknownCalls } from '../world/books.js';
import { Caller } from '../world/caller.js';
import { Load } from '../world/load.js';
import { World } from '../world/world.js';

const WORKERS = 32;
const DRAINED_WITHIN_MS = 60_000;
const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 3_000;

/** `kill -9` of processes that call, settle and carry settlements over, again and again under load. */
export async function kill(quick: boolean): Promise<readonly Finding[]> {
  const [kills, wanted] = quick ? [3, 1_000] : [20, 100_000];
  const world = await World.open(2);
  try {
    const callers = world.replicas.map(({ url }) => new Caller(url, world.apiKey));
    const load = new Load({
      callers,
      workers: WORKERS,
      next: (number) => ({
        wish: { call: String(number), words: 4, everyMs: 0 },
        options: { streamed: number % 4 === 0 },
      }),
    });
    for (let killed = 0; killed < kills; killed += 1) {
      await load.reached((wanted * (killed + 1)) / (kills + 1));
      // never at the same point of a round of the drain
      await pause(SHORTEST_PAUSE_MS + Math.random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS));
      const replica = world.replicas[killed % world.replicas.length];
      await replica?.kill();
      await replica?.start();
    }
    await load.reached(wanted);
    await load.stop();
    const { lost, tookMs } = await drained(world, load.acknowledged, DRAINED_WITHIN_MS);
    const unknown = await unknownCalls(world);
    await Promise.all(callers.map((caller) => caller.close()));
    const count = load.acknowledged.size;
    return [
      told('kills', String(kills)),
      { what: 'calls acknowledged', figure: String(count), required: `>= ${wanted}`, met: count >= wanted },
      told('calls broken by a kill, or refused', `${load.broken}, ${load.refused}`),
      { what: 'acknowledged and not in the books', figure: String(lost.length), required: '0', met: lost.length === 0 },
      {
        what: 'calls upstream with neither usage nor money held',
        figure: String(unknown),
        required: '0',
        met: unknown === 0,
      },
      told('drained after the load, ms', tookMs.toFixed(0)),
      ...(await balanced(world)),
    ];
  } finally {
    await world.close();
  }
}
