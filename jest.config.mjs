import { availableParallelism } from 'node:os';
import { existsSync, readdirSync } from 'node:fs';

const roots = ['apps', 'libs', 'libs/domain', 'libs/application', 'libs/infrastructure', 'tools'];
const projects = roots.flatMap((root) =>
  readdirSync(root)
    .map((name) => `${root}/${name}`)
    .filter((directory) => existsSync(`${directory}/jest.config.mjs`)),
);

/** `npm test`: every project in one run, so that the engines start once. */
export default {
  /** ms. No test is about time; a busy machine is given some. Jest takes it from here when it runs several projects. */
  testTimeout: 30_000,
  // Jest's own choice on two cores is one process, which takes twice as long. Tests of what is obeyed within five seconds
  // mostly wait, so there is one more than cores.
  maxWorkers: Math.max(3, availableParallelism() - 1),
  /** What a spec leaves behind stays in its worker, which is made anew before collecting it slows the others down. */
  workerIdleMemoryLimit: '1500MB',
  testSequencer: '<rootDir>/jest.sequencer.mjs',
  projects: projects.map((directory) => `<rootDir>/${directory}`),
};
