import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { modelId } from '@radiant/kernel';
import { describeModelActivities } from '@radiant/registry/testing';
import { JobTurns } from '../src/job-turns.js';
import { PostgresModelActivities } from '../src/postgres-model-activities.js';
import { openTestStore, type TestStore } from './test-store.js';

jest.setTimeout(180_000);

let store: TestStore;
beforeAll(async () => {
  store = await openTestStore();
  await store.superuser.query(
    `insert into providers (id, name, type) values ('acme', 'Acme', 'self-hosted');
     insert into models (id, provider_id, name, display_name, type, specialty)
       values ('one', 'acme', 'one', 'One', 'self-hosted', 'general'), ('other', 'acme', 'other', 'Other', 'self-hosted', 'general')`,
  );
});
afterAll(() => store.close());

describeModelActivities('postgres', async () => {
  await store.superuser.query('truncate model_activities');
  return { activities: new PostgresModelActivities(store.unitOfWork), ids: [modelId('one'), modelId('other')] };
});

describe('a turn', () => {
  it('is taken by one of many, and by the next when it is over', async () => {
    const [ours, theirs] = [new JobTurns(store.unitOfWork), new JobTurns(store.adminUnitOfWork)];
    const taken = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? ours : theirs).take('sweep', 60_000)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await ours.take('another', 60_000)).toBe(true);
    await store.superuser.query("update job_turns set taken_until = now() where name = 'sweep'");
    expect(await theirs.take('sweep', 60_000)).toBe(true);
  });
});
