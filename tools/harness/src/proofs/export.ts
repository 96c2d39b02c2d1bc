import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { told, type Finding } from '../finding.js';
import { fillUsage, FIRST_DAY, dayNumber } from '../world/filled-usage.js';
import { World } from '../world/world.js';

const DAYS = 10;
const MOST_ABOVE_MIB = 64;
/** What the rows of nine more days may add: what two runs of the same differ by. */
const MOST_GROWTH_MIB = 16;
const STOPS_FOR_MS = 2_000;
const MIB = 1_048_576;

interface Exported {
  readonly rows: number;
  readonly seconds: number;
  /** Of the process, in MiB: the most while it exported, above what it was at rest. */
  readonly above: number;
}

/** Usage as a file: the process that writes it needs no more memory for ten times the rows. */
export async function exportUsage(quick: boolean, asked?: number): Promise<readonly Finding[]> {
  const rows = asked ?? (quick ? 20_000 : 1_000_000);
  const world = await World.open(0);
  try {
    await fillUsage(world, rows, DAYS);
    const part = await exported(world, 1, 0);
    const whole = await exported(world, DAYS, 0);
    const stopping = await exported(world, DAYS, STOPS_FOR_MS);
    const most = Math.max(whole.above, stopping.above);
    return [
      { what: 'rows exported', figure: String(whole.rows), required: String(rows), met: whole.rows === rows },
      told('rows a second', (whole.rows / whole.seconds).toFixed(0)),
      {
        what: `memory above that at rest, MiB: ${part.rows} rows, ${whole.rows}, and with a reader who stops at first`,
        figure: [part, whole, stopping].map(({ above }) => above.toFixed(1)).join(', '),
        required: `<= ${MOST_ABOVE_MIB}`,
        met: most <= MOST_ABOVE_MIB,
      },
      {
        what: `of which for ${DAYS} times the rows, MiB`,
        figure: (most - part.above).toFixed(1),
        required: quick ? 'none in the quick form' : `<= ${MOST_GROWTH_MIB}`,
        met: quick || most - part.above <= MOST_GROWTH_MIB,
      },
    ];
  } finally {
    await world.close();
  }
}

/** Exports the first days from a process that did nothing before. @param stopsForMs after the first bytes. */
async function exported(world: World, days: number, stopsForMs: number): Promise<Exported> {
  const administration = await world.addAdministration(`administration-${days}-${stopsForMs}`);
  const { pid } = administration.process;
  const rest = memoryOf(pid, 'VmRSS');
  writeFileSync(`/proc/${pid}/clear_refs`, '5'); // forgets the most that there was
  const began = performance.now();
  const response = await request(
    `${administration.process.url}/api/v2/tenants/${world.tenantId}/usage/export?format=csv` +
      `&from=${FIRST_DAY}&to=${dayNumber(days)}`,
    { headers: { authorization: `Bearer ${administration.token}` }, bodyTimeout: 120_000, headersTimeout: 120_000 },
  );
  if (response.statusCode !== 200) throw new Error(`the export was refused: ${response.statusCode}`);
  let lines = 0;
  let first = true;
  for await (const piece of response.body) {
    if (!(piece instanceof Buffer)) continue;
    if (first) await pause(stopsForMs);
    first = false;
    for (let place = piece.indexOf(10); place >= 0; place = piece.indexOf(10, place + 1)) lines += 1;
  }
  const seconds = (performance.now() - began - stopsForMs) / 1_000;
  const above = (memoryOf(pid, 'VmHWM') - rest) / MIB;
  await administration.process.stop();
  return { rows: lines - 1, seconds, above };
}

/** Bytes, as Linux counts them for one process. */
function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const [, kib] = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kib === undefined) throw new Error('what a process needs is known on Linux alone');
  return Number(kib) * 1_024;
}
