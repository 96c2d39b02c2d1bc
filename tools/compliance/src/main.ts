// `node tools/run.mjs compliance [root]`: holds the tables of docs/security.md and docs/compliance.md against the tests.
// Exit code 0 = every row stands, 1 = one does not.
import path from 'node:path';
import { checkDocument } from './check-document.js';
import { summary } from './summary.js';

const DOCUMENTS = ['docs/security.md', 'docs/compliance.md'];

const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../..'));
const reports = DOCUMENTS.map((document) => ({ document, ...checkDocument(root, document) }));

for (const { document, rows, problems } of reports) {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${document}: ${summary(rows)}\n`);
}
process.stdout.write(`${summary(reports.flatMap(({ rows }) => rows))}\n`);
if (reports.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
