import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ADMIN_API, ADMIN_API_CONTROLLERS } from '@radiant/admin-api';
import { describeControllers } from '@radiant/nest-kit';
import { PUBLIC_API, PUBLIC_API_CONTROLLERS } from '@radiant/public-api';

/**
 * `npm run openapi` writes apps/<app>/openapi.json; `npm run openapi:check` fails when one is not what the code says,
 * or when an operation lacks a summary, an example or its answers.
 */
const workspace = path.resolve(import.meta.dirname, '../../..');
const check = process.argv.includes('--check');
const apps = [
  { name: 'public-api', document: await describeControllers(PUBLIC_API_CONTROLLERS, PUBLIC_API) },
  { name: 'admin-api', document: await describeControllers(ADMIN_API_CONTROLLERS, ADMIN_API) },
];

for (const { name, document } of apps) {
  const file = path.join(workspace, 'apps', name, 'openapi.json');
  const text = `${JSON.stringify(document, null, 2)}\n`;
  const same = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (check && !same) {
    process.stderr.write(
      `apps/${name}/openapi.json is not what the code says: run \`npm run openapi\` and commit it\n`,
    );
    process.exitCode = 1;
  }
  if (!check) writeFileSync(file, text);
  for (const problem of undocumented(document.paths)) {
    process.stderr.write(`${name}: ${problem}\n`);
    process.exitCode = 1;
  }
  process.stdout.write(`apps/${name}/openapi.json: ${Object.keys(document.paths).length} paths\n`);
}

/** Operations that a reader of /docs would be left alone with. */
function undocumented(paths: (typeof apps)[number]['document']['paths']): string[] {
  return Object.entries(paths).flatMap(([route, item]) =>
    Object.entries({ get: item.get, post: item.post, put: item.put, patch: item.patch, delete: item.delete }).flatMap(
      ([method, operation]) => {
        if (!operation) return [];
        const missing: string[] = [];
        if (!operation.summary) missing.push('a summary');
        if (!Object.keys(operation.responses).some((status) => status.startsWith('2'))) missing.push('its answer');
        if (operation.requestBody && !JSON.stringify(operation.requestBody).includes('"example"'))
          missing.push('an example');
        return missing.map((what) => `${method.toUpperCase()} ${route} lacks ${what}`);
      },
    ),
  );
}
