// `node tools/run.mjs billing <command>`:
//   oracle [rows] [--seed N]                 compares prices with a decimal oracle; exit code 1 = a difference
//   import FILE [--url URL] [--token TOKEN]  brings a price file to the admin API; exit code 1 = not brought
//   seed                                     adds the well-known models to DATABASE; exit code 1 = not added
//   verify [--tenant ID] [--each]            proves that the books add up; exit code 1 = a difference, or not read
//   simulate [--histories N] [--seed N]      random faulted histories; exit code 1 = one broke the books
// Exit code 2 = the command is not understood.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { seedWellKnownModels } from '@radiant/postgres';
import type { Credentials } from '@radiant/start';
import { Misunderstood, parsedArguments } from './arguments.js';
import { ImportFailed, importPrices, type Administration } from './import-command.js';
import { compareWithOracle } from './oracle.js';
import { simulateCommand } from './simulate/simulate-command.js';
import { verifyCommand } from './verify/verify-command.js';

const USAGE = `Usage: npm run billing:oracle -- [rows, 1000000] [--seed N]
       npm run prices:import -- FILE [--url URL --token TOKEN]   (without them: the running \`npm start\`)
       npm run prices:seed                                       (MIGRATION_DATABASE_URL: the owner of the tables)
       npm run billing:simulate -- [--histories 10000] [--seed N]
       npm run -s billing:verify -- [--tenant ID] [--each]       (DATABASE_URL of the administration, or the running \`npm start\`)
`;
const ROWS = 1_000_000;
const PROGRESS_ROWS = 100_000;

async function run(): Promise<number> {
  const { positionals, values } = parsedArguments(process.argv.slice(2));
  const [command, argument] = positionals;
  switch (command) {
    case 'oracle': {
      const rows = Number(argument ?? ROWS);
      const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
      return Number.isSafeInteger(rows) && rows > 0 && Number.isSafeInteger(seed)
        ? oracle(rows, seed)
        : misunderstood();
    }
    case 'import':
      return argument === undefined ? misunderstood() : bring(argument, administration(values.url, values.token));
    case 'verify':
      return argument === undefined ? verifyCommand(values.tenant, values.each) : misunderstood();
    case 'simulate':
      return argument === undefined
        ? simulateCommand(Number(values.histories), Number(values.seed ?? Date.now() % 2 ** 31))
        : misunderstood();
    case 'seed':
      return seed(process.env['MIGRATION_DATABASE_URL'] ?? process.env['DATABASE_URL']);
    case undefined:
    default:
      return misunderstood();
  }
}

function misunderstood(): number {
  process.stderr.write(USAGE);
  return 2;
}

async function bring(file: string, where: Administration | undefined): Promise<number> {
  if (!where) {
    process.stderr.write(
      'No admin API: run `npm start`, or name one with --url and --token (or RADIANT_ADMIN_TOKEN).\n',
    );
    return 2;
  }
  try {
    process.stdout.write(await importPrices(file, where));
    return 0;
  } catch (error) {
    if (!(error instanceof ImportFailed)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** As named, else as `npm start` wrote it down. */
function administration(url: string | undefined, token: string | undefined): Administration | undefined {
  const named = token ?? process.env['RADIANT_ADMIN_TOKEN'];
  if (url !== undefined && named !== undefined) return { url, token: named };
  const directory = process.env['RADIANT_DATA_DIR'] ?? '.radiant';
  try {
    const written = JSON.parse(readFileSync(path.join(directory, 'credentials.json'), 'utf8')) as Credentials;
    return { url: url ?? written.adminUrl, token: named ?? written.adminToken };
  } catch {
    return undefined;
  }
}

async function seed(url: string | undefined): Promise<number> {
  if (url === undefined || url === '') {
    process.stderr.write('Set MIGRATION_DATABASE_URL to the postgres:// URL of the database owner.\n');
    return 2;
  }
  const added = await seedWellKnownModels(url);
  process.stdout.write(
    `${added} models added; each is served when its provider is given a credential and made active\n`,
  );
  return 0;
}

function oracle(rows: number, seed: number): number {
  let difference = 0n;
  const charged = new Map<string, number>();
  for (let done = 0; done < rows; done += PROGRESS_ROWS) {
    const result = compareWithOracle(seed + done, Math.min(PROGRESS_ROWS, rows - done));
    difference += result.difference;
    for (const [component, count] of result.charged) charged.set(component, (charged.get(component) ?? 0) + count);
    if (result.first) process.stdout.write(`row ${result.first.number} of --seed ${seed + done} differs\n`);
  }
  for (const [component, count] of charged) process.stdout.write(`${component}: ${count} rows\n`);
  process.stdout.write(`${rows} rows, seed ${seed}: difference ${difference} pico-USD\n`);
  return difference === 0n ? 0 : 1;
}

try {
  process.exitCode = await run();
} catch (error) {
  if (!(error instanceof Misunderstood)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
