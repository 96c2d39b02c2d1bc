import { SyncedLog } from '../src/index.js';

// Appends to the log in the directory of argument 1 with 16 writers, prints the id of every record that was acknowledged,
// and goes on until it is killed.
const [directory = '', round = ''] = process.argv.slice(2);
const log = await SyncedLog.open({ directory, name: 'log', maxSegmentBytes: 20_000 });

async function write(writer: number): Promise<never> {
  for (let number = 1; ; number += 1) {
    const id = `${round}.${writer}.${number}`;
    await log.append(`${id} ${'x'.repeat((number * 37) % 400)}`);
    process.stdout.write(`${id} acknowledged\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
