import { setTimeout as pause } from 'node:timers/promises';
import { told, type Finding } from '../finding.js';
import { balanced, drained } from '../world/books.js';
import { Caller } from '../world/caller.js';
import { World } from '../world/world.js';

/** SIGTERM while many streams are open: every one comes to its end and is billed. */
export async function stop(quick: boolean): Promise<readonly Finding[]> {
  const streams = quick ? 20 : 200;
  const words = quick ? 60 : 200;
  const world = await World.open(1);
  try {
    const [replica] = world.replicas;
    if (!replica) throw new Error('there is no replica');
    const caller = new Caller(replica.url, world.apiKey);
    const running = Array.from({ length: streams }, (_, number) =>
      caller.call({ call: String(number), words, everyMs: 100 }, { streamed: true }),
    );
    const begun = (): number => [...world.upstream.calls.values()].filter((served) => served.words > 0).length;
    while (begun() < streams) await pause(20);
    const open = [...world.upstream.calls.values()].filter((served) => served.words < words).length;
    const began = performance.now();
    const code = await replica.stop();
    const tookMs = performance.now() - began;
    const answers = await Promise.all(running);
    const whole = answers.filter(({ outcome }) => outcome === 'acknowledged');
    const ids = new Set(whole.flatMap(({ requestId }) => (requestId === undefined ? [] : [requestId])));
    const { lost } = await drained(world, ids, 0);
    await caller.close();
    const required = String(streams);
    return [
      { what: 'streams open at SIGTERM', figure: String(open), required, met: open === streams },
      { what: 'streams that came to their end', figure: String(whole.length), required, met: whole.length === streams },
      {
        what: 'of them not in the books when the process had ended',
        figure: String(lost.length),
        required: '0',
        met: lost.length === 0,
      },
      { what: 'exit code', figure: String(code), required: '0', met: code === 0 },
      told('from SIGTERM to the end, ms', tookMs.toFixed(0)),
      ...(await balanced(world)),
    ];
  } finally {
    await world.close();
  }
}
