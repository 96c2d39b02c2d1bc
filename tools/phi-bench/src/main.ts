// `npm run bench:phi [-- --quick]`: how fast the PHI detector is, against what is required of it.
// Exit code 0 = every required figure is met, 1 = one is missed, 2 = it could not be measured.
import { LOAD_ROLE, reportLoad } from './load.js';

try {
  if (process.argv.includes(LOAD_ROLE)) await reportLoad();
  else {
    const { bench } = await import('./bench.js'); // later: a process that measures loading must not have loaded it
    process.exitCode = await bench({ quick: process.argv.includes('--quick') });
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'not measured'}\n`);
  process.exitCode = 2;
}
