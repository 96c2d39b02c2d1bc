import { describe, expect, it } from '@jest/globals';
import { FixedClock } from '@radiant/kernel/testing';
import { readEnvironment } from '@radiant/nest-kit';
import { openSecondOpinions } from './open-second-opinions.js';

const opened = (values: Record<string, string>) => openSecondOpinions(readEnvironment(values), new FixedClock());

describe('second opinions', () => {
  it('are none unless the environment names one', async () => {
    expect((await opened({})).all).toEqual([]);
  });

  it('are an analyzer where its address is named, asked when there is something to ask', async () => {
    const { all, close } = await opened({
      RADIANT_PRESIDIO_URL: 'http://127.0.0.1:9',
      RADIANT_PRESIDIO_LANGUAGE: 'es',
    });
    expect(all.map(({ version }) => version)).toEqual(['presidio-es']);
    await close();
  });

  it('refuse the start with a model that can not be read, naming the variable', async () => {
    await expect(opened({ RADIANT_PHI_MODEL_DIR: '/there/is/none' })).rejects.toMatchObject({
      name: 'EnvironmentError',
      problems: ['RADIANT_PHI_MODEL_DIR must hold a readable tokenizer.json'],
    });
  });
});
