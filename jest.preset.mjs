const swc = (syntax) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser: syntax === 'ts' ? { syntax: 'typescript', decorators: true } : { syntax: 'ecmascript' },
      ...(syntax === 'ts'
        ? { transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false } }
        : {}),
    },
  },
];

// On Node < 24.9 Jest cannot require() an ES module, and CommonJS code of Fastify requires these two.
const ESM_REQUIRED_FROM_CJS = ['cookie', 'content-disposition'];

/** Every project's Jest configuration; `jest.engines.mjs` adds PostgreSQL and the DynamoDB-compatible store. */
export default {
  testEnvironment: 'node',
  /** ms. No test is about time; a busy machine is given some. */
  testTimeout: 30_000,
  testEnvironmentOptions: { customExportConditions: ['@radiant/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': swc('ts'),
    [`/node_modules/(${ESM_REQUIRED_FROM_CJS.join('|')})/.+\\.js$`]: swc('js'),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_REQUIRED_FROM_CJS.join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testMatch: ['<rootDir>/{src,test}/**/*.spec.ts'],
};
