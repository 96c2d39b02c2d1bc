import { builtinModules } from 'node:module';
import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.spec.ts', '**/test/**/*.ts'];
const TESTING = ['**/src/testing/**/*.ts'];
const PURE_LIBRARIES = ['kernel', 'domain/*', 'application/*'].map((name) => `libs/${name}/src/**/*.ts`);

/** `npm run lint:all` reads the types of all projects as one program, in a fifth of the time. */
const TYPES = process.env.LINT_AS_ONE ? { project: 'tsconfig.all.json' } : { projectService: true };

// Which project may import which: the table of CONTRIBUTING.md. tools/boundary-probe proves that every row bites.

/** npm packages without input, output, clock or randomness; a package is pure when it is named here. */
const PURE = ['ajv', 'ajv/*', 'gpt-tokenizer', 'gpt-tokenizer/*', 'lru-cache', 're2js'];
const NEST = [
  '@nestjs/*',
  'fastify',
  '@fastify/*',
  'pino',
  'class-validator',
  'class-transformer',
  'reflect-metadata',
  'rxjs',
  'rxjs/*',
];
const TECHNOLOGIES = {
  memory: [],
  postgres: ['typeorm', 'pg'],
  dynamodb: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
  providers: ['undici'],
  'second-opinion': ['undici'],
  sagemaker: ['@aws-sdk/client-sagemaker'],
  spool: [],
  syslog: [],
  workers: [],
  security: ['jose', '@aws-sdk/client-kms', '@aws-sdk/client-secrets-manager'],
};

const TEST_PACKAGES = ['@jest/globals', 'fast-check'];

/** Tests of adapters and apps may also use the tools that start engines, and tests of apps other apps. */
const boundaries = ({ inTests }) => {
  const inTestsOnly = (...names) => (inTests ? names : []);
  const npm = (packages) => ({ allowedExternalImports: [...packages, ...inTestsOnly(...TEST_PACKAGES)] });
  const from = (sourceTag, tags) => ({ sourceTag, onlyDependOnLibsWithTags: tags });
  const adapterMayImport = ['type:kernel', 'type:domain', 'type:application'];
  const compositionMayImport = [...adapterMayImport, 'type:adapter', 'type:platform'];
  const appMayImport = [...compositionMayImport, 'type:composition'];
  const options = {
    banTransitiveDependencies: true,
    enforceBuildableLibDependency: true,
    depConstraints: [
      { ...from('type:kernel', []), ...npm([]) },
      { ...from('type:domain', ['type:kernel']), ...npm(PURE) },
      { ...from('type:application', ['type:kernel', 'type:domain']), ...npm(PURE) },
      from('type:adapter', [...adapterMayImport, ...inTestsOnly('type:tool')]),
      ...Object.entries(TECHNOLOGIES).map(([name, own]) => ({ sourceTag: `tech:${name}`, ...npm([...PURE, ...own]) })),
      { ...from('type:platform', ['type:kernel', 'scope:identity']), ...npm(NEST) },
      from('type:composition', [...compositionMayImport, ...inTestsOnly('type:tool')]),
      from('type:app', [...appMayImport, ...inTestsOnly('type:app', 'type:tool')]),
      from('type:tool', [...appMayImport, 'type:app', 'type:tool']),
    ],
  };
  return { '@nx/enforce-module-boundaries': ['error', options] };
};

// Which paths and names may be imported at all.

const BUILTIN = builtinModules.filter((name) => !name.startsWith('_') && !name.includes('/')).join('|');
const DEEP = {
  regex: '^@radiant/[^/]+/(?!testing$)',
  message: 'A library has one door: import @radiant/<lib>, or @radiant/<lib>/testing in tests.',
};
const FOR_TESTS = {
  regex: '^@(radiant/[^/]+|nestjs)/testing$|^\\.{1,2}/(.*/)?testing/|^(@jest/globals|fast-check)$',
  message: 'Laws, fakes and test packages belong to tests.',
};
/** They look for class-transformer at run time, and find another one than that of a bundled application, or none. */
const MAPPED_TYPES = {
  group: ['@nestjs/swagger', '@nestjs/mapped-types'],
  importNamePattern: '^(Intersection|Omit|Partial|Pick)Type$',
  message: 'A bundled application loses what these take over: write a class.',
};
const NODE = { regex: `^(node:|(${BUILTIN})(/|$))`, message: 'A pure library takes what it needs through a port.' };
const restrictedImports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

// What may be written.

const DOUBLE_CAST = {
  selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
  message: 'A cast through unknown silences the compiler: parse instead.',
};
const NOW = 'A pure library does not know the time: inject Clock.';
const PURE_SYNTAX = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: NOW },
  { selector: 'CallExpression[callee.name="Date"]', message: NOW },
  { selector: 'ImportExpression', message: 'A pure library imports statically.' },
  { selector: 'TSTypeReference > Identifier[name="Buffer"]', message: 'Use Uint8Array in a pure library.' },
];
const PURE_PROPERTIES = [
  { object: 'Date', property: 'now', message: NOW },
  { object: 'Math', property: 'random', message: 'A pure library does not draw lots: inject IdGenerator.' },
  { object: 'AbortSignal', property: 'timeout', message: NOW },
];
const PURE_GLOBALS = [
  ...['process', 'Buffer', 'console', 'global', 'globalThis', 'crypto', 'performance', 'fetch', 'WebSocket', 'require'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
].map((name) => ({ name, message: 'A pure library takes what it needs through a port.' }));

// Queries outside a scope. Row-level security shows what `app.tenant_id` says; these files alone may say it, or ask without.

const DATABASE = ['libs/infrastructure/postgres/src/**/*.ts', 'libs/composition/src/**/*.ts', 'apps/*/src/**/*.ts'];
const SCOPED = [
  'unit-of-work', // sets the scope
  'tenant-scope', // says how
  'tenant-reads', // sets it for each of its reads
  'data-source', // connects
  'assert-isolation', // reads the catalog
  'assert-ready-for', // does so, too
  'append-batches', // calls the functions that cross tenants
  'postgres-usage-ledger', // calls one of them
  'postgres-health', // asks nothing
  'seed-demo', // runs as the owner, whom the scope binds too
].map((name) => `libs/infrastructure/postgres/src/${name}.ts`);
const UNSCOPED = 'Queries go through UnitOfWork, which sets the scope of row-level security.';
const UNSCOPED_SYNTAX = [
  ...['[object.name="dataSource"]', '[object.property.name="dataSource"]'].map(
    (object) => `MemberExpression${object}[property.name!="destroy"]`,
  ),
  'MemberExpression[object.property.name="pool"]',
  'Literal[value=/app\\.(tenant_id|all_tenants)/]',
  'TemplateElement[value.raw=/app\\.(tenant_id|all_tenants)/]',
].map((selector) => ({ selector, message: UNSCOPED }));

const typed = {
  '@typescript-eslint/consistent-type-assertions': [
    'error',
    { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
  ],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  '@typescript-eslint/require-await': 'off', // an in-memory adapter keeps an asynchronous contract without awaiting
  '@typescript-eslint/switch-exhaustiveness-check': 'error',
};
/** Matchers and stubs are typed loosely, and a wrong assumption fails the test by itself. */
const looseInTests = Object.fromEntries(
  [
    ...['no-unsafe-argument', 'no-unsafe-assignment', 'no-unsafe-call', 'no-unsafe-member-access', 'no-unsafe-return'],
    ...['no-non-null-assertion', 'unbound-method'],
  ].map((name) => [`@typescript-eslint/${name}`, 'off']),
);

export default defineConfig(
  globalIgnores(['**/dist/**', '**/generated/**', '**/coverage/**', '.nx/**', '.radiant/**', 'tools/bench/peers/**']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        Buffer: false,
        URL: false,
        __dirname: false,
        __filename: false,
        console: false,
        fetch: false,
        module: true,
        process: false,
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { ...TYPES, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx },
    rules: {
      ...typed,
      ...boundaries({ inTests: false }),
      ...restrictedImports(DEEP, FOR_TESTS, MAPPED_TYPES),
      eqeqeq: ['error', 'smart'],
      'max-lines': ['error', 300],
      'no-control-regex': 'off', // parsers and PHI scanners look for them on purpose
      'no-restricted-syntax': ['error', DOUBLE_CAST],
    },
  },
  { files: ['apps/**/*.ts', 'libs/**/*.ts'], rules: { 'no-console': 'error' } },
  {
    files: ['libs/**/*.ts'],
    rules: {
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
    },
  },
  {
    files: [...TESTS, ...TESTING],
    rules: {
      ...boundaries({ inTests: true }),
      ...restrictedImports(DEEP),
      ...looseInTests,
    },
  },
  {
    files: DATABASE,
    ignores: SCOPED,
    rules: { 'no-restricted-syntax': ['error', DOUBLE_CAST, ...UNSCOPED_SYNTAX] },
  },
  { files: ['tools/*-fuzz/**/*.ts'], rules: restrictedImports(DEEP) }, // harnesses are tests that run longer
  { files: TESTS, rules: { 'no-restricted-syntax': 'off' } },
  {
    files: PURE_LIBRARIES,
    ignores: TESTS,
    rules: {
      ...restrictedImports(DEEP, FOR_TESTS, NODE),
      'no-restricted-globals': ['error', ...PURE_GLOBALS],
      'no-restricted-properties': ['error', ...PURE_PROPERTIES],
      'no-restricted-syntax': ['error', DOUBLE_CAST, ...PURE_SYNTAX],
    },
  },
  {
    files: TESTING.map((pattern) => pattern.replace('**', 'libs/{kernel,domain/*,application/*}')),
    rules: restrictedImports(DEEP, NODE),
  },
);
