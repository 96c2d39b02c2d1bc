#!/usr/bin/env node
// Runs a TypeScript tool of this repository: `node tools/run.mjs <tool> [arguments]` bundles tools/<tool>/src/main.ts
// (about 0.2 s; packages of npm stay outside the bundle) and runs it in this process. The `apps` that the tool's
// package.json names are bundled too.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './bundle/src/bundle.mjs';

const UNWRITABLE = ['EACCES', 'ENOSPC', 'EPERM', 'EROFS'];
const workspace = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [tool, ...rest] = process.argv.slice(2);
const directories = [path.join(workspace, 'tools', tool ?? '')];
const { apps = [] } = JSON.parse(readFileSync(path.join(directories[0], 'package.json'), 'utf8'));
for (const app of apps) directories.push(path.join(workspace, 'apps', app));
const [output] = await Promise.all(
  directories.map((directory) => bundle(path.join(directory, 'src/main.ts'), path.join(directory, 'dist'))),
).catch((error) => {
  if (!UNWRITABLE.includes(error.code)) throw error;
  process.stderr.write(`${workspace} can't be written (${error.code}): run this as the user whose folder it is\n`);
  process.exit(1);
});
process.argv.splice(1, process.argv.length - 1, output, ...rest);
process.setSourceMapsEnabled(true);
await import(pathToFileURL(output).href);
