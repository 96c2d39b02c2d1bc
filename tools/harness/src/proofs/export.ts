import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { told, type Finding } from '../finding.js';
import { fillTrail } from '../world/filled-trail.js';
import { fillUsage, FIRST_DAY, dayNumber } from '../world/filled-usage.js';
import { memoryOf, MIB } from '../world/process-memory.js';
import { World } from '../world/world.js';

const DAYS = 10;
const MOST_ABOVE_MIB = 64;
/** What the rows of nine more days may add: what two runs of the same differ by. */
const MOST_GROWTH_MIB = 16;
const STOPS_FOR_MS = 2_000;

interface Exported {
  readonly rows: number;
  readonly seconds: number;
  /** Of the process, in MiB: the most while it exported, above what it was at rest. */
  readonly above: number;
}

/** What can be had as a file, and where: all of the days from the first one up to `to` (YYYY-MM-DD). */
interface File {
  readonly name: string;
  readonly fill: (world: World, rows: number, days: number) => Promise<void>;
  readonly pathOf: (world: World, to: string) => string;
}

const FILES: readonly File[] = [
  {
    name: 'usage',
    fill: fillUsage,
    pathOf: ({ tenantId }, to) => `/api/v2/tenants/${tenantId}/usage/export?format=csv&from=${FIRST_DAY}&to=${to}`,
  },
  {
    name: 'trail',
    fill: fillTrail,
    pathOf: (_, to) => `/api/v2/audit/export?format=csv&from=${FIRST_DAY}T00:00:00Z&to=${to}T00:00:00Z`,
  },
];

/** Usage and the trail as files: the process that writes one needs no more memory for ten times the rows. */
export async function exportFiles(quick: boolean, asked?: number): Promise<readonly Finding[]> {
  const rows = asked ?? (quick ? 20_000 : 1_000_000);
  const world = await World.open(0);
  try {
    const findings: Finding[] = [];
    for (const file of FILES) findings.push(...(await exportFile(world, file, rows, quick)));
    return findings;
  } finally {
    await world.close();
  }
}

async function exportFile(world: World, file: File, rows: number, quick: boolean): Promise<readonly Finding[]> {
  await file.fill(world, rows, DAYS);
  const part = await exported(world, file, 1, 0);
  const whole = await exported(world, file, DAYS, 0);
  const stopping = await exported(world, file, DAYS, STOPS_FOR_MS);
  const most = Math.max(whole.above, stopping.above);
  const { name } = file;
  return [
    { what: `${name}: rows exported`, figure: String(whole.rows), required: String(rows), met: whole.rows === rows },
    told(`${name}: rows a second`, (whole.rows / whole.seconds).toFixed(0)),
    {
      what: `${name}: memory above that at rest, MiB: ${part.rows} rows, ${whole.rows}, and with a reader who stops at first`,
      figure: [part, whole, stopping].map(({ above }) => above.toFixed(1)).join(', '),
      required: `<= ${MOST_ABOVE_MIB}`,
      met: most <= MOST_ABOVE_MIB,
    },
    {
      what: `${name}: of which for ${DAYS} times the rows, MiB`,
      figure: (most - part.above).toFixed(1),
      required: quick ? 'none in the quick form' : `<= ${MOST_GROWTH_MIB}`,
      met: quick || most - part.above <= MOST_GROWTH_MIB,
    },
  ];
}

/** Exports the first days from a process that did nothing before. @param stopsForMs after the first bytes. */
async function exported(world: World, file: File, days: number, stopsForMs: number): Promise<Exported> {
  const administration = await world.addAdministration(`${file.name}-${days}-${stopsForMs}`);
  const { pid } = administration.process;
  const rest = memoryOf(pid, 'VmRSS');
  writeFileSync(`/proc/${pid}/clear_refs`, '5'); // forgets the most that there was
  const began = performance.now();
  const response = await request(`${administration.process.url}${file.pathOf(world, dayNumber(days))}`, {
    headers: { authorization: `Bearer ${administration.token}` },
    bodyTimeout: 120_000,
    headersTimeout: 120_000,
  });
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
