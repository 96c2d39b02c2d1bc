import { setTimeout as pause } from 'node:timers/promises';
import type { Finding } from '../finding.js';
import { balanced, billedIds, ledgerCalls } from '../world/books.js';
import { Caller, type Answered } from '../world/caller.js';
import { World } from '../world/world.js';

const COPIES = 10;
const REPEAT_MS = 100;
const MOST_REPEATS = 300;
const KEYS_AT_ONCE = 25;

/** Ten calls under each of many keys, at once and at two replicas; whoever gets 409 repeats his. */
export async function duplicates(quick: boolean): Promise<readonly Finding[]> {
  const keys = quick ? 40 : 1_000;
  const world = await World.open(2);
  try {
    const callers = world.replicas.map(({ url }) => new Caller(url, world.apiKey));
    let conflicts = 0;
    let differing = 0;
    let unanswered = 0;
    const insist = async (caller: Caller | undefined, number: number): Promise<Answered | undefined> => {
      for (let attempt = 0; attempt < MOST_REPEATS; attempt += 1) {
        const wish = { call: `key-${number}`, words: 5, everyMs: 20 };
        const options = { streamed: number % 2 === 1, idempotencyKey: `key-${number}` };
        const answered = await caller?.call(wish, options);
        if (answered?.status !== 409) return answered;
        conflicts += 1;
        await pause(REPEAT_MS);
      }
      return undefined;
    };
    const ofKey = async (number: number): Promise<void> => {
      const answers = await Promise.all(
        Array.from({ length: COPIES }, (_, copy) => insist(callers[copy % callers.length], number)),
      );
      const whole = answers.filter((answer) => answer?.outcome === 'acknowledged');
      unanswered += COPIES - whole.length;
      if (new Set(whole.map((answer) => answer?.body)).size !== 1) differing += 1;
    };
    const left = Array.from({ length: keys }, (_, number) => number);
    await Promise.all(
      Array.from({ length: KEYS_AT_ONCE }, async () => {
        for (let number = left.shift(); number !== undefined; number = left.shift()) await ofKey(number);
      }),
    );
    for (let poll = 0; poll < 50 && (await billedIds(world)).size < keys; poll += 1) await pause(REPEAT_MS);
    const [billed, posted] = [(await billedIds(world)).size, await ledgerCalls(world)];
    const calls = world.upstream.calls.size;
    await Promise.all(callers.map((caller) => caller.close()));
    const required = String(keys);
    return [
      { what: 'keys with calls upstream', figure: String(calls), required, met: calls === keys },
      {
        what: 'keys that were called twice upstream',
        figure: String(world.upstream.repeated),
        required: '0',
        met: world.upstream.repeated === 0,
      },
      { what: 'usage rows', figure: String(billed), required, met: billed === keys },
      { what: 'calls in the ledger', figure: String(posted), required, met: posted === keys },
      {
        what: `of ${keys * COPIES} calls without their reply`,
        figure: String(unanswered),
        required: '0',
        met: unanswered === 0,
      },
      {
        what: 'keys whose replies differ by a byte',
        figure: String(differing),
        required: '0',
        met: differing === 0,
      },
      {
        what: 'calls that met another under way (409) and were repeated',
        figure: String(conflicts),
        required: 'at least 1',
        met: conflicts > 0,
      },
      ...(await balanced(world)),
    ];
  } finally {
    await world.close();
  }
}
