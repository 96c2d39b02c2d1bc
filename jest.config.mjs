import { existsSync, readdirSync } from 'node:fs';

const roots = ['apps', 'libs', 'libs/domain', 'libs/application', 'libs/infrastructure', 'tools'];
const projects = roots.flatMap((root) =>
  readdirSync(root)
    .map((name) => `${root}/${name}`)
    .filter((directory) => existsSync(`${directory}/jest.config.mjs`)),
);

/** `npm test`: every project in one run, so that the engines start once. */
export default { projects: projects.map((directory) => `<rootDir>/${directory}`) };
