import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '../finding.js';
import { Caller } from '../world/caller.js';
import { World } from '../world/world.js';

const REPLICAS = 3;
const CALLERS_EACH = 4;
/** Between calls of one caller: together they ask for far more than there is. */
const BETWEEN_MS = 20;

/** Callers of one tenant at three replicas ask for more than its limit, from an idle start. */
export async function rates(quick: boolean): Promise<readonly Finding[]> {
  const [seconds, perMinute] = quick ? [6, 60] : [60, 300];
  const world = await World.open(REPLICAS);
  try {
    await world.books.query('update tenants set settings = $1', [
      JSON.stringify({ rate_limit: { requests_per_minute: perMinute, tokens_per_day: 1_000_000_000 } }),
    ]);
    const callers = world.replicas.map(({ url }) => new Caller(url, world.apiKey));
    const began = performance.now();
    let [admitted, refused, other, lastAt] = [0, 0, 0, began];
    const ask = async (caller: Caller, place: number): Promise<void> => {
      for (let number = 0; performance.now() - began < seconds * 1_000; number += 1) {
        const { status } = await caller.call({ call: `rate-${place}-${number}`, words: 1, everyMs: 0 });
        if (status === 200) {
          admitted += 1;
          lastAt = performance.now();
        } else if (status === 429) refused += 1;
        else other += 1;
        await pause(BETWEEN_MS);
      }
    };
    const all = callers.flatMap((caller) => Array.from({ length: CALLERS_EACH }, () => caller));
    await Promise.all(all.map(ask));
    const took = (lastAt - began) / 1_000;
    const most = perMinute + (perMinute / 60) * took + REPLICAS;
    await Promise.all(callers.map((caller) => caller.close()));
    return [
      {
        what: `admitted at ${REPLICAS} replicas in ${took.toFixed(1)} s`,
        figure: String(admitted),
        required: `at most ${perMinute} + ${perMinute / 60} a second + ${REPLICAS} = ${most.toFixed(1)}`,
        met: admitted <= most && admitted > 0,
      },
      { what: 'answers that are neither', figure: String(other), required: '0', met: other === 0 },
      { what: 'refused', figure: String(refused), required: 'at least 1', met: refused > 0 },
    ];
  } finally {
    await world.close();
  }
}
