// `node tools/run.mjs harness duplicates|kill|outage|disk|cuts|rates|memory|overload|stalls|stop|streams|export [--quick]`:
// breaks or loads running gateways and holds their books and replies against what their callers saw and sent. Prints its
// figures; ends with 1 when one is short. `streams` also takes `--streams N`, and `export` `--rows N`.
import { report } from './finding.js';
import { PROOFS } from './proofs/proofs.js';

const [name = '', ...flags] = process.argv.slice(2);
const proof = PROOFS.get(name);
const quick = flags[0] === '--quick';
const counted = { streams: '--streams', export: '--rows' }[name];
const size = counted !== undefined && flags[0] === counted ? Number(flags[1]) : undefined;
const understood = size === undefined ? flags.length === Number(quick) : flags.length === 2 && size >= 1;
if (!proof || !understood || !Number.isSafeInteger(size ?? 0)) {
  process.stderr.write(
    `harness ${[...PROOFS.keys()].join('|')} [--quick]; harness streams [--streams 10000]; harness export [--rows 1000000]\n`,
  );
  process.exit(2);
}
const began = performance.now();
const findings = await proof.run(quick, size);
const seconds = ((performance.now() - began) / 1_000).toFixed(0);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const met = report(`${proof.title}${quick ? ', quick form' : ''} (${seconds} s)`, findings, say);
process.exit(met ? 0 : 1);
