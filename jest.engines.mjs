import { fileURLToPath } from 'node:url';
import preset from './jest.preset.mjs';

const file = (name) => fileURLToPath(new URL(`./tools/embedded/testing/${name}`, import.meta.url));

/**
 * For projects that test on real engines: `createTestDatabase` and `testDynamoEndpoint` of @radiant/embedded/testing
 * work there. In a run of several projects the engines start once, since Jest runs a set-up file once.
 */
export default {
  ...preset,
  globalSetup: file('global-setup.mjs'),
  globalTeardown: file('global-teardown.mjs'),
};
