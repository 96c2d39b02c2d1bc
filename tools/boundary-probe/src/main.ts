// `npm run boundaries`: shows that every rule about imports and code still bites, and is quiet where it should be. With
// `-- --planted-only` the second is left to `npm run lint:all` and `npm run cycles`, where they are run as well.
import path from 'node:path';
import { checkManifests, checkUntouched, plantAndCheck } from './probe.js';
import { WorkspaceCopy } from './workspace-copy.js';

const workspace = path.resolve(import.meta.dirname, '../../..');
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Runs `work` on a copy of its own, which is gone afterwards. */
async function inCopy<Result>(stop: AbortSignal, work: (copy: WorkspaceCopy) => Promise<Result>): Promise<Result> {
  const copy = await WorkspaceCopy.of(workspace, stop);
  try {
    return await work(copy);
  } finally {
    await copy.remove();
  }
}

const [option, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (option !== undefined && option !== '--planted-only')) {
  say('usage: npm run boundaries [-- --planted-only]');
  process.exit(2);
}
const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());

const runs = await Promise.allSettled([
  inCopy(controller.signal, plantAndCheck),
  option === undefined ? inCopy(controller.signal, checkUntouched) : [],
  checkManifests(workspace),
]); // settled, so that both copies are gone before anything is said
const [planted, untouched, manifests] = runs;
if (planted.status === 'fulfilled' && untouched.status === 'fulfilled' && manifests.status === 'fulfilled') {
  const faults = [...manifests.value, ...untouched.value];
  const { caught, missed, alarms } = planted.value;
  for (const { what, rule } of caught) say(`caught  ${what}  (${rule})`);
  for (const { what, rule, file } of missed) say(`MISSED  ${what}  (${rule} said nothing about ${file})`);
  for (const { file, rule, message } of alarms) say(`FALSE ALARM  ${file}: ${message} (${rule})`);
  for (const fault of faults) say(`IN THE WORKSPACE  ${fault}`);
  say(`${caught.length} of ${caught.length + missed.length} planted violations caught`);
  if (missed.length + alarms.length + faults.length > 0) process.exitCode = 1;
} else {
  for (const run of runs) if (run.status === 'rejected') say(`The probe could not run: ${String(run.reason)}`);
  process.exitCode = 1;
}
