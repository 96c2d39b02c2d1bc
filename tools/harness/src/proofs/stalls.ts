import { Pool } from 'undici';
import { told, type Finding } from '../finding.js';
import { hostileBodies, type HostileBody } from '../stalls/hostile-bodies.js';
import { Probe } from '../stalls/probe.js';
import { SideProcess } from '../world/side-process.js';
import { World } from '../world/world.js';

/** What is promised to others (docs/security.md, G9), in ms. */
const LONGEST_MS = 200;
const P99_MS = 50;
const TOLD = 5;

interface Stall {
  readonly name: string;
  readonly status: number;
  readonly ms: number;
}

/** Bodies that are made to hold a process up, one after the other: how long others wait meanwhile. */
export async function stalls(quick: boolean): Promise<readonly Finding[]> {
  const upstream = await SideProcess.start('mirror');
  const world = await World.open({ replicas: 1, upstreamUrl: upstream.url, protectsPhi: true });
  try {
    const [replica] = world.replicas;
    if (!replica) throw new Error('there is no replica');
    const pool = new Pool(replica.url, { connections: 1, headersTimeout: 120_000, bodyTimeout: 120_000 });
    const all: number[] = [];
    const found: Stall[] = [];
    for (const hostile of hostileBodies(quick)) {
      const bytes = Buffer.from(hostile.body());
      const probe = new Probe(replica.url, [replica.pid, process.pid]); // not while the body is made, which takes its time
      const status = await send(pool, world.apiKey, hostile, bytes);
      const times = await probe.stop();
      all.push(...times);
      found.push({ name: hostile.name, status, ms: Math.max(0, ...times) });
    }
    await pool.close();
    return [
      told('bodies, each of some 4 MiB', String(found.length)),
      ...figures(all, found),
      ...[...found]
        .sort((a, b) => b.ms - a.ms)
        .slice(0, TOLD)
        .map(({ name, status, ms }) => told(`${name} (${status})`, `${ms.toFixed(0)} ms`)),
    ];
  } finally {
    await world.close();
    await upstream.stop();
  }
}

function figures(all: number[], found: readonly Stall[]): readonly Finding[] {
  const sorted = all.sort((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  const longest = sorted.at(-1) ?? 0;
  const broken = found.filter(({ status }) => status !== 200 && (status < 400 || status >= 500));
  return [
    {
      what: 'answers that are neither 200 nor a refusal',
      figure: broken.map(({ name, status }) => `${name}: ${status}`).join(', ') || '0',
      required: '0',
      met: broken.length === 0,
    },
    {
      what: 'others waited, longest',
      figure: `${longest.toFixed(0)} ms`,
      required: `at most ${LONGEST_MS} ms`,
      met: longest <= LONGEST_MS,
    },
    {
      what: 'others waited, 99 of 100',
      figure: `${p99.toFixed(1)} ms`,
      required: `at most ${P99_MS} ms`,
      met: p99 <= P99_MS,
    },
  ];
}

async function send(pool: Pool, apiKey: string, { path }: HostileBody, body: Buffer): Promise<number> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const response = await pool.request({ method: 'POST', path, headers, body });
  await response.body.dump({ limit: Infinity });
  return response.statusCode;
}
