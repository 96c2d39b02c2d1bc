#!/usr/bin/env node
// `node tools/build.mjs <project directory>`: bundles src/main.ts of an app or tool, or src/index.ts of a library, into dist/.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle/src/bundle.mjs';

const directory = path.resolve(process.argv[2] ?? '.');
const main = path.join(directory, 'src/main.ts');
if (existsSync(main)) await bundle(main, path.join(directory, 'dist'));
else await bundle(path.join(directory, 'src/index.ts'), path.join(directory, 'dist'), 'index');
