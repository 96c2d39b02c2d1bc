import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ADMIN_API, ADMIN_API_CONTROLLERS } from '@radiant/admin-api';
import { describeControllers } from '@radiant/nest-kit';
import { PUBLIC_API, PUBLIC_API_CONTROLLERS } from '@radiant/public-api';

/**
 * `npm run openapi` writes apps/<app>/openapi.json; `npm run openapi:check` fails when one is not what the code says,
 * when an operation lacks a summary, an example or its answers, or when an object is described that has no shape: a client
 * generated from it could not read the field.
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
  for (const problem of [...undocumented(document.paths), ...shapeless(document, '')]) {
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
        if (!Object.entries(operation.responses).some(([status, answer]) => isAnswer(status, answer))) {
          missing.push('its answer');
        }
        if (operation.requestBody && !JSON.stringify(operation.requestBody).includes('"example"'))
          missing.push('an example');
        return missing.map((what) => `${method.toUpperCase()} ${route} lacks ${what}`);
      },
    ),
  );
}

/** Where a schema says `object` and neither which fields it has nor that it may have any. */
function shapeless(part: unknown, place: string): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const isBare =
    'type' in part &&
    part.type === 'object' &&
    !['properties', 'additionalProperties', 'allOf'].some((key) => key in part);
  const inside = Object.entries(part)
    .filter(([key]) => key !== 'example' && key !== 'examples')
    .flatMap(([key, value]) => shapeless(value, `${place}/${key}`));
  return isBare ? [`${place} is an object of no shape`, ...inside] : inside;
}

/** A success that says what it holds, or that it holds nothing. */
function isAnswer(status: string, answer: unknown): boolean {
  if (status === '204') return true;
  return status.startsWith('2') && typeof answer === 'object' && answer !== null && 'content' in answer;
}
