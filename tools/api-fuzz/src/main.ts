// `npm run fuzz -- [--requests 50000] [--seed N] [--first N]`: requests made from the committed descriptions of both APIs,
// good, nearly good and hostile, to both APIs in processes of their own. Exit code 0 = no reply is 5xx, lost, undeclared or
// off its schema, 1 = there was one, 2 = not understood.
import path from 'node:path';
import { Api } from './description/api.js';
import { readOptions } from './options.js';
import { Fuzz } from './run/fuzz.js';
import { startGateway, WORKSPACE } from './run/gateway.js';

const MOST_PRINTED = 20;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const options = readOptions(process.argv.slice(2), (text) => process.stderr.write(text));
if (!options) process.exit(2);
const described = (name: Api['name']): Api => Api.read(name, path.join(WORKSPACE, 'apps', name, 'openapi.json'));
const apis = [described('public-api'), described('admin-api')] as const;
const gateway = await startGateway();
const began = performance.now();
let failed: boolean;
try {
  const fuzz = new Fuzz(gateway.credentials, ...apis);
  await fuzz.run(options);
  const { tally } = fuzz;
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  const names = apis.flatMap(({ operations }) => operations.map(({ name }) => name));
  const defects = gateway.defects();
  failed = tally.failures.length > 0 || defects.length > 0;
  say(`${options.requests} requests to ${names.length} operations, seed ${options.seed} (${seconds} s)`);
  say(`  sent: ${tally.kinds}; what no client can send: ${tally.unsendable}`);
  say(`  answered: ${tally.statuses}`);
  say(`  operations that never answered 2xx: ${tally.neverGood(names).join(', ') || 'none'}`);
  say(
    `  ${failed ? 'SHORT' : 'ok   '} replies that are 5xx, lost or off their description: ${tally.failures.length} (required: 0)`,
  );
  for (const defect of defects.slice(0, MOST_PRINTED)) say(`defect: ${defect}`);
  const shown = new Set<string>();
  for (const { operation, fault, label, request, reply } of tally.failures) {
    if (shown.has(`${operation} ${fault}`) || shown.size >= MOST_PRINTED) continue;
    shown.add(`${operation} ${fault}`);
    say(`\n${operation}: ${fault}\n  ${label}\n  request: ${request}\n  reply: ${reply}`);
  }
} finally {
  await gateway.close();
}
process.exit(failed ? 1 : 0);
