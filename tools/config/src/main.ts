// `npm run config -- export|diff|apply DIR`: see USAGE. Exit code 0 = done or no difference, 1 = there are differences,
// 2 = not understood or refused.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { AdminApi } from './api.js';
import { applyConfig, diffConfig, exportConfig, type Difference } from './config.js';
import { ConfigError, fieldsOf, textOf } from './json.js';

const USAGE = `npm run -s config -- export|diff|apply DIR [--url URL --token TOKEN] [--prune] [--state STATE]
  export  writes the registry and all policies into DIR, one JSON file a row
  diff    shows what apply would change, and the state that it was found against
  apply   shows it, and changes it; with --state only if nothing has moved since that diff
  --url and --token (or ADMIN_URL, ADMIN_TOKEN) name the admin API and a super administrator;
    without them the running \`npm start\` is meant
  --prune ends agreements and takes away routing rules that have no file`;

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      prune: { type: 'boolean', default: false },
      state: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [command, directory, ...more] = positionals;
  if (directory === undefined || more.length > 0) throw new ConfigError(USAGE);
  const { url, token } = access(values.url, values.token);
  const api = new AdminApi(url.replace(/\/+$/, ''), token);
  switch (command) {
    case 'export':
      process.stdout.write(`${await exportConfig(api, directory)} files in ${directory}\n`);
      return 0;
    case 'diff': {
      const difference = await diffConfig(api, directory, values.prune);
      show(difference);
      return difference.steps.length === 0 ? 0 : 1;
    }
    case 'apply': {
      const difference = await diffConfig(api, directory, values.prune);
      show(difference);
      if (values.state !== undefined && values.state !== difference.state) {
        throw new ConfigError(`the state is ${difference.state} and not ${values.state}: look at the difference again`);
      }
      await applyConfig(api, difference);
      process.stdout.write(`${difference.steps.length} changes made\n`);
      return 0;
    }
    case undefined:
    default:
      throw new ConfigError(USAGE);
  }
}

function show({ state, steps }: Difference): void {
  for (const { title, lines } of steps) {
    process.stdout.write([title, ...lines.map((line) => `    ${line}`), ''].join('\n'));
  }
  process.stdout.write(`${steps.length} differences, state ${state}\n`);
}

function access(url: string | undefined, token: string | undefined): { readonly url: string; readonly token: string } {
  const { ADMIN_URL: itsUrl, ADMIN_TOKEN: itsToken, RADIANT_DATA_DIR: data = '.radiant' } = process.env;
  const given = { url: url ?? itsUrl, token: token ?? itsToken };
  if (given.url !== undefined && given.token !== undefined) return { url: given.url, token: given.token };
  try {
    const file: unknown = JSON.parse(readFileSync(path.join(data, 'credentials.json'), 'utf8'));
    const { adminUrl, adminToken } = fieldsOf(file, 'credentials.json');
    return { url: given.url ?? textOf(adminUrl, 'adminUrl'), token: given.token ?? textOf(adminToken, 'adminToken') };
  } catch {
    throw new ConfigError(`--url and --token are missing, and no \`npm start\` has left its own\n${USAGE}`);
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'it failed'}\n`);
  process.exitCode = 2;
}
