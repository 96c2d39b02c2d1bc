// `npm run phi:roundtrip -- [conversations] [seed]`: random conversations, 100,000 by default, hidden and restored again,
// every reply cut at every byte. Exit code 0 = nothing wrong, 1 = something was, 2 = not understood.
import { RoundTrip } from './round-trip.js';

const PART = 10_000;
const [conversations = 100_000, seed = Date.now() % 1_000_000_000] = process.argv.slice(2).map(Number);

if (!Number.isInteger(conversations) || conversations < 1 || !Number.isInteger(seed)) {
  process.stderr.write('npm run phi:roundtrip -- [conversations] [seed], both whole numbers\n');
  process.exitCode = 2;
} else {
  const began = performance.now();
  const totals = { conversations: 0, turns: 0, replies: 0, cuts: 0, wrongPatients: 0, unequal: 0, torn: 0 };
  for (let part = 0; totals.conversations < conversations; part += 1) {
    const report = await new RoundTrip(seed + part).run(Math.min(PART, conversations - totals.conversations));
    totals.conversations += report.conversations;
    totals.turns += report.turns;
    totals.replies += report.replies;
    totals.cuts += report.cuts;
    totals.wrongPatients += report.wrongPatients;
    totals.unequal += report.unequal;
    totals.torn += report.torn;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(
    `${totals.wrongPatients} wrong patients, ${totals.unequal} unequal echoes, ${totals.torn} torn streams in ` +
      `${totals.conversations} conversations (seed ${seed}, ${totals.turns} turns, ${totals.replies} replies, ` +
      `${totals.cuts} cuts, ${seconds} s)\n`,
  );
  if (totals.wrongPatients + totals.unequal + totals.torn > 0) process.exitCode = 1;
}
