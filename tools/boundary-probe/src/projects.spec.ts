import { describe, expect, it } from '@jest/globals';
import { expectedTags, manifestFaults, type Project } from './projects.js';

const project = (directory: string, tags: readonly string[], dependencies: readonly string[] = []): Project => ({
  directory,
  name: `@radiant/${directory.split('/').at(-1)}`,
  tags,
  dependencies,
});

describe('a package.json', () => {
  it.each([
    ['libs/kernel', ['type:kernel']],
    ['libs/nest-kit', ['type:platform']],
    ['libs/composition', ['type:composition']],
    ['libs/domain/phi', ['type:domain', 'scope:phi']],
    ['libs/application/inference', ['type:application', 'scope:inference']],
    ['libs/infrastructure/postgres', ['type:adapter', 'tech:postgres']],
    ['apps/public-api', ['type:app']],
    ['tools/bench', ['type:tool']],
  ])('in %s must be tagged as its place says', (directory, tags) => {
    expect(expectedTags(directory)).toEqual(tags);
    expect(manifestFaults(project(directory, tags.toReversed()))).toEqual([]);
  });

  it('is at fault when a tag is missing, too many, or of another place', () => {
    for (const tags of [
      [],
      ['type:domain'],
      ['type:domain', 'scope:billing'],
      ['type:domain', 'scope:phi', 'type:app'],
    ]) {
      expect(manifestFaults(project('libs/domain/phi', tags))).toHaveLength(1);
    }
  });

  it('is at fault when it names an npm package of its own', () => {
    const faults = manifestFaults(project('apps/public-api', ['type:app'], ['fastify']));
    expect(faults).toEqual([expect.stringContaining('name fastify in the root package.json')]);
  });

  it('outside the known folders fits no tag', () => {
    expect(manifestFaults(project('libs/loose', ['type:domain']))).toHaveLength(1);
  });
});
