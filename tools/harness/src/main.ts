// `node tools/run.mjs harness duplicates|kill|outage|disk|cuts|rates|stop [--quick]`: breaks running gateways and holds their
// books against what their callers saw. Prints its figures; ends with 1 when one is short.
import { report } from './finding.js';
import { PROOFS } from './proofs/proofs.js';

const [name = '', ...flags] = process.argv.slice(2);
const proof = PROOFS.get(name);
if (!proof || flags.some((flag) => flag !== '--quick')) {
  process.stderr.write(`harness ${[...PROOFS.keys()].join('|')} [--quick]\n`);
  process.exit(2);
}
const quick = flags.includes('--quick');
const began = performance.now();
const findings = await proof.run(quick);
const seconds = ((performance.now() - began) / 1_000).toFixed(0);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const met = report(`${proof.title}${quick ? ', quick form' : ''} (${seconds} s)`, findings, say);
process.exit(met ? 0 : 1);
