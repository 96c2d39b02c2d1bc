import { BOUNDARIES, CYCLES, IMPORTS, type Planted, type Violation } from './planted.js';

const KERNEL = 'libs/kernel/src';
const DOMAIN = 'libs/domain/billing/src';
const APPLICATION = 'libs/application/inference/src';
const ADAPTER = 'libs/infrastructure/memory/src';
const APP = 'apps/admin-api/src';

const SYNTAX = 'no-restricted-syntax';
const GLOBALS = 'no-restricted-globals';
const PROPERTIES = 'no-restricted-properties';
const PORT = 'takes what it needs through a port';
const DOOR = 'A library has one door';
const FOR_TESTS = 'belong to tests';

type Row = readonly [what: string, place: string, code: string, rule: string, says: string];

/** What a pure library may not say; `place` is a folder, or a file where the name matters. */
const PURE_BANS: readonly Row[] = [
  ['domain imports node:fs', DOMAIN, `import 'node:fs';`, IMPORTS, PORT],
  ['domain imports fs', DOMAIN, `import 'fs';`, IMPORTS, PORT],
  ['domain imports fs/promises', DOMAIN, `import 'fs/promises';`, IMPORTS, PORT],
  ['domain imports a type of node:stream', DOMAIN, `export type { Readable } from 'node:stream';`, IMPORTS, PORT],
  ['domain imports dynamically', DOMAIN, `export const fs = import('node:fs');`, SYNTAX, 'statically'],
  ['domain has a Buffer in a type', DOMAIN, `export type Bytes = Buffer;`, SYNTAX, 'Uint8Array'],
  ...['process', 'Buffer', 'console', 'globalThis', 'crypto', 'performance', 'fetch', 'setTimeout', 'setInterval'].map(
    (name): Row => [`domain uses ${name}`, DOMAIN, `export const taken: unknown = ${name};`, GLOBALS, PORT],
  ),
  ['domain uses setImmediate', DOMAIN, `export const taken: unknown = setImmediate;`, GLOBALS, PORT],
  ['domain calls Date.now()', DOMAIN, `export const now = Date.now();`, PROPERTIES, 'inject Clock'],
  ['domain calls new Date()', DOMAIN, `export const now = new Date();`, SYNTAX, 'inject Clock'],
  ['domain calls Date()', DOMAIN, `export const now = Date();`, SYNTAX, 'inject Clock'],
  ['domain calls Math.random()', DOMAIN, `export const lot = Math.random();`, PROPERTIES, 'inject IdGenerator'],
  ['domain uses a timer signal', DOMAIN, `export const end = AbortSignal.timeout(1);`, PROPERTIES, 'inject Clock'],
  ['domain exports by default', DOMAIN, `export default 1;`, 'no-restricted-exports', 'default'],
  ['kernel imports node:fs', KERNEL, `import 'node:fs';`, IMPORTS, PORT],
  ['kernel uses process', KERNEL, `export const id = process.pid;`, GLOBALS, PORT],
  ['kernel calls new Date()', KERNEL, `export const now = new Date();`, SYNTAX, 'inject Clock'],
  ['application imports node:fs', APPLICATION, `import 'node:fs';`, IMPORTS, PORT],
  ['application uses process', APPLICATION, `export const id = process.pid;`, GLOBALS, PORT],
  ['application calls Date.now()', APPLICATION, `export const now = Date.now();`, PROPERTIES, 'inject Clock'],
  ['laws of a domain import node:fs', `${DOMAIN}/testing/planted-node.ts`, `import 'node:fs';`, IMPORTS, PORT],
  ['laws of a domain call Date.now()', `${DOMAIN}/testing/planted-now.ts`, `Date.now();`, PROPERTIES, 'inject Clock'],
];

const UNSCOPED = 'go through UnitOfWork';
const STORE = 'libs/infrastructure/postgres/src';

/** Row-level security shows what the scope says, so nothing may ask without one. */
const SCOPE_BANS: readonly Row[] = [
  [
    'an adapter queries the data source',
    STORE,
    `declare const dataSource: { query(sql: string): void };\ndataSource.query('');`,
    SYNTAX,
    UNSCOPED,
  ],
  [
    "an adapter takes the data source's manager",
    STORE,
    `declare const held: { dataSource: { manager: object } };\nexport const taken = held.dataSource.manager;`,
    SYNTAX,
    UNSCOPED,
  ],
  [
    'an adapter queries a pool',
    STORE,
    `declare const held: { pool: { query(sql: string): void } };\nheld.pool.query('');`,
    SYNTAX,
    UNSCOPED,
  ],
  ['an adapter sets a scope', STORE, `export const sql = "set local app.tenant_id = ''";`, SYNTAX, UNSCOPED],
  ['an app sets a scope', APP, 'export const sql = `set local app.all_tenants = ${1}`;', SYNTAX, UNSCOPED],
];

const DOOR_BANS: readonly Row[] = [
  ['a library imports deep into another', DOMAIN, `export * from '@radiant/kernel/src/money.js';`, IMPORTS, DOOR],
  ['an app imports deep into a library', APP, `export * from '@radiant/phi/src/index.js';`, IMPORTS, DOOR],
  [
    'a test imports deep into a library',
    `${DOMAIN}/planted-deep.spec.ts`,
    `import '@radiant/kernel/src/money.js';`,
    IMPORTS,
    DOOR,
  ],
  [
    'a library imports another by a relative path',
    DOMAIN,
    `export * from '../../../kernel/src/money.js';`,
    BOUNDARIES,
    'cannot be imported by a relative or absolute path',
  ],
  ['production code imports fakes', ADAPTER, `export * from '@radiant/kernel/testing';`, IMPORTS, FOR_TESTS],
  ['an app imports fakes', APP, `export * from '@radiant/kernel/testing';`, IMPORTS, FOR_TESTS],
  [
    'an app joins classes as a bundle can not',
    APP,
    `export { IntersectionType } from '@nestjs/swagger';`,
    IMPORTS,
    'write a class',
  ],
  ['production code imports its own fakes', KERNEL, `export * from './testing/index.js';`, IMPORTS, FOR_TESTS],
  ['an app imports @nestjs/testing', APP, `export type * from '@nestjs/testing';`, IMPORTS, FOR_TESTS],
  ['an app imports fast-check', APP, `export type * from 'fast-check';`, IMPORTS, FOR_TESTS],
  [
    'a test of an adapter imports another adapter',
    `${ADAPTER}/planted-adapter.spec.ts`,
    `import '@radiant/planted-adapter';`,
    BOUNDARIES,
    'tagged with "type:adapter"',
  ],
  [
    'a project without tags imports the kernel',
    'libs/domain/planted-untagged/src',
    `export * from '@radiant/kernel';`,
    BOUNDARIES,
    'A project without tags',
  ],
  [
    'code imports a package that the root package.json does not name',
    APP,
    `export type * from '@typescript-eslint/utils';`,
    BOUNDARIES,
    'Only packages defined in the "package.json"',
  ],
  [
    'two projects import each other',
    KERNEL,
    `export type * from '@radiant/identity';`,
    BOUNDARIES,
    'Circular dependency between',
  ],
];

const HABITS: readonly Row[] = [
  [
    'a promise is left floating',
    ADAPTER,
    `export const go = () => {\n  Promise.resolve(1);\n};`,
    '@typescript-eslint/no-floating-promises',
    '',
  ],
  [
    'a promise stands where a truth value is expected',
    ADAPTER,
    `export const go = (later: Promise<boolean>) => (later ? 1 : 2);`,
    '@typescript-eslint/no-misused-promises',
    '',
  ],
  ['any', ADAPTER, `export const loose = (given: any) => String(given);`, '@typescript-eslint/no-explicit-any', ''],
  ['a cast through unknown', ADAPTER, `export const cast = 1 as unknown as string;`, SYNTAX, 'parse instead'],
  [
    'an object literal is cast',
    ADAPTER,
    `export const cast = {} as { id: string };`,
    '@typescript-eslint/consistent-type-assertions',
    '',
  ],
  [
    'null is asserted away',
    ADAPTER,
    `export const first = (list: string[]) => list[0]!;`,
    '@typescript-eslint/no-non-null-assertion',
    '',
  ],
  [
    'a type is imported as a value',
    ADAPTER,
    `import { TenantId } from '@radiant/kernel';\nexport type Id = TenantId;`,
    '@typescript-eslint/consistent-type-imports',
    '',
  ],
  [
    'a switch forgets a case',
    ADAPTER,
    `export function go(way: 'in' | 'out'): number {\n  switch (way) {\n    case 'in':\n      return 1;\n  }\n  return 2;\n}`,
    '@typescript-eslint/switch-exhaustiveness-check',
    '',
  ],
  ['an app writes to the console', APP, `console.log('words');`, 'no-console', ''],
  ['a file of more than 300 lines', ADAPTER, '// a line\n'.repeat(301) + 'export {};', 'max-lines', ''],
  ['a file imports itself by a detour', `${DOMAIN}/planted-a.ts`, `export * from './planted-b.js';`, CYCLES, ''],
  [
    'two files import types of each other',
    `${APP}/planted-c.ts`,
    `import type { D } from './planted-d.js';\nexport interface C {\n  readonly d: D;\n}`,
    CYCLES,
    '',
  ],
];

const fileOf = (place: string, index: number, set: string): string =>
  place.endsWith('.ts') ? place : `${place}/planted-${set}-${index}.ts`;

const violations = (set: string, rows: readonly Row[]): Violation[] =>
  rows.map(([what, place, code, rule, says], index) => ({
    what,
    file: fileOf(place, index, set),
    code: `${code}\n`,
    rule,
    says,
  }));

export const CODE_VIOLATIONS: readonly Violation[] = [
  ...violations('pure', PURE_BANS),
  ...violations('scope', SCOPE_BANS),
  ...violations('door', DOOR_BANS),
  ...violations('habit', HABITS),
];

/** The second halves of the planted cycles; dependency-cruiser reports a cycle on its first file. */
export const COMPANIONS: readonly Planted[] = [
  { what: 'back to planted-a', file: `${DOMAIN}/planted-b.ts`, code: `export * from './planted-a.js';\n` },
  {
    what: 'back to planted-c',
    file: `${APP}/planted-d.ts`,
    code: `import type { C } from './planted-c.js';\nexport interface D {\n  readonly c: C;\n}\n`,
  },
];

/** What the bans must not reach: tests, laws, and dates made from a number. */
export const ALLOWED_CODE: readonly Planted[] = [
  {
    what: 'a test of a domain uses Node, properties and fakes',
    file: `${DOMAIN}/planted-free.spec.ts`,
    code: `import 'node:fs';\nimport '@jest/globals';\nimport 'fast-check';\nimport '@radiant/kernel/testing';\nexport const taken = [process.pid, Date.now(), Math.random(), new Date()];\n`,
  },
  {
    what: 'laws of a domain use Jest and fakes',
    file: `${DOMAIN}/testing/planted-laws.ts`,
    code: `import '@jest/globals';\nimport 'fast-check';\nexport * from '@radiant/kernel/testing';\n`,
  },
  {
    what: 'a domain makes a date from a number',
    file: `${DOMAIN}/planted-date.ts`,
    code: `export const day = new Date(0).toISOString();\n`,
  },
  {
    what: 'a test of an app imports another app',
    file: 'apps/admin-api/test/planted-app.spec.ts',
    code: `import '@radiant/planted-app';\n`,
  },
  {
    what: 'an adapter imports Node',
    file: `${ADAPTER}/planted-node.ts`,
    code: `import 'node:fs';\nexport const id = process.pid;\n`,
  },
  {
    what: 'a test of an adapter imports the test engines',
    file: `${ADAPTER}/planted-tool.spec.ts`,
    code: `import '@radiant/planted-tool/testing';\n`,
  },
];
