// `npm run -s sbom`: prints what RADIANT is made of (CycloneDX 1.6, JSON), from package-lock.json; nothing need be installed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { billOfMaterials } from './bill-of-materials.js';
import type { LockFile } from './lock-file.js';

const file = path.join(import.meta.dirname, '../../../package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
process.stdout.write(`${JSON.stringify(billOfMaterials(lock), null, 2)}\n`);
