import { told, type Finding } from '../finding.js';
import type { Seen } from '../streams/echo-upstream.js';
import { Readers, type Reading } from '../streams/readers.js';
import { balanced, drained } from '../world/books.js';
import { SideProcess } from '../world/side-process.js';
import { World } from '../world/world.js';

/** A process has two connections for each stream, and may have 20,000 files open where nobody says otherwise. */
const STREAMS_EACH = 6_000;
const TENANTS = 50;
/** Opened at the same time. */
const AT_ONCE = 64;
const BOOKED_WITHIN_MS = 60_000;

/** Many streams that are open at once, interleaved piece by piece: every caller gets its own and nothing else. */
export async function streams(quick: boolean, wanted?: number): Promise<readonly Finding[]> {
  const count = wanted ?? (quick ? 200 : 10_000);
  const upstream = await SideProcess.start('echo');
  const replicas = Math.ceil(count / STREAMS_EACH);
  const world = await World.open({ replicas, tenants: TENANTS, upstreamUrl: upstream.url, protectsPhi: true });
  const readers = new Readers(
    world.replicas.map(({ url }) => url),
    world.apiKeys,
  );
  try {
    const { readings, open } = await openAll(readers, count);
    const seen = (await upstream.ask('release')) as Seen;
    const all = await Promise.all(readings);
    const acknowledged = all.flatMap(({ requestId, reason }) =>
      requestId !== undefined && reason === '' ? [requestId] : [],
    );
    const { lost } = await drained(world, new Set(acknowledged), BOOKED_WITHIN_MS);
    const reasons = [...new Set(all.flatMap(({ reason }) => (reason === '' ? [] : [reason])))].slice(0, 5);
    return [
      told('streams, tenants, processes of public-api', `${count}, ${TENANTS}, ${replicas}`),
      {
        what: 'open at the same time',
        figure: `${open}, ${seen.open} upstream`,
        required: String(count),
        met: open === count && seen.open === count,
      },
      { what: 'prompts that reached the upstream with PHI in clear', ...none(seen.clear) },
      { what: 'replies with something of another stream in them', ...none(counted(all, 'crossed')) },
      { what: 'replies that are whole and not what was said', ...none(counted(all, 'torn')) },
      { what: 'replies that broke off or never came', ...none(counted(all, 'lost')) },
      ...reasons.map((reason) => told('why', reason)),
      told('pieces that the upstream cut them into', String(seen.pieces)),
      { what: 'replies that are not in the books', ...none(lost.length) },
      ...(await balanced(world)).filter(({ what }) => !what.includes('upstream')), // the one that counts was not asked
    ];
  } finally {
    await readers.close();
    await world.close();
    await upstream.stop();
  }
}

const none = (number: number) => ({ figure: String(number), required: '0', met: number === 0 });

const counted = (readings: readonly Reading[], wanted: Reading['verdict']): number =>
  readings.filter(({ verdict }) => verdict === wanted).length;

/** Resolves when every stream has begun, or never will. */
async function openAll(readers: Readers, count: number) {
  const readings: Promise<Reading>[] = [];
  let open = 0;
  const worker = async (): Promise<void> => {
    while (readings.length < count) {
      await new Promise<void>((begun) => {
        const onOpen = (isOpen: boolean): void => {
          open += Number(isOpen);
          begun();
        };
        readings.push(readers.read(readings.length, onOpen));
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { readings, open };
}
