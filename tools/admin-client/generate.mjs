// Writes generated/<app>.d.ts, the types of a client, from the committed description of each API. Not kept in the
// repository, so that it can't differ from what it is made of: `lint`, `typecheck` and `build` begin with it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';

const here = import.meta.dirname;
mkdirSync(path.join(here, 'generated'), { recursive: true });
for (const app of ['admin-api', 'public-api']) {
  const document = JSON.parse(readFileSync(path.join(here, '../../apps', app, 'openapi.json'), 'utf8'));
  const types = astToString(await openapiTypescript(document, { silent: true }));
  writeFileSync(path.join(here, 'generated', `${app}.d.ts`), types);
}
