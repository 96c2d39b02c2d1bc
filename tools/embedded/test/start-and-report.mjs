// Starts PostgreSQL in the folder of argument 1, reports it on standard output, and stays until it is killed.
import { load } from '../testing/load.mjs';

const { startPostgres } = await load('embedded');
const { port, pid, superuserUrl } = await startPostgres({ directory: process.argv[2] });
process.stdout.write(`${JSON.stringify({ port, pid, superuserUrl })}\n`);
