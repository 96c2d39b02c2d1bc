import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestActivities, TestRegistry, TestRuntime, TestTime } from '../testing/thermal-world.js';
import { KeepModels } from './keep-models.js';
import { ModelsInUse } from './models-in-use.js';

const MINUTE = 60_000;

let time: TestTime;
let store: TestRegistry;
let runtime: TestRuntime;
let activities: TestActivities;
let keep: KeepModels;
let used: ModelsInUse;
beforeEach(() => {
  time = new TestTime();
  store = new TestRegistry();
  runtime = new TestRuntime(time, 20_000);
  activities = new TestActivities();
  keep = new KeepModels(store, runtime, activities, time);
  used = new ModelsInUse(activities, time);
});

/** As the timers of a process do it. */
async function run(minutes: number): Promise<void> {
  for (let half = 0; half < minutes * 2; half += 1) {
    await time.pass(MINUTE / 2, MINUTE / 2);
    await used.note();
    await keep.execute();
  }
}

describe('a model that nobody calls', () => {
  it('is put to sleep after its idle minutes, once', async () => {
    runtime.wanted = 2;
    activities.activity = { wokenAt: time.now(), calledAt: undefined };
    await run(14);
    expect(runtime.orders).toEqual([]);
    await run(5);
    expect(runtime.orders).toEqual([0]);
    expect(activities.activity.wokenAt).toBeUndefined();
  });

  it('is not, while a call is under way, however long', async () => {
    runtime.wanted = 1;
    const end = used.begin(store.model.id);
    await run(60);
    expect(runtime.orders).toEqual([]);
    end();
    end();
    await run(14);
    expect(runtime.orders).toEqual([]);
    await run(2);
    expect(runtime.orders).toEqual([0]);
  });

  it('is not, when it is called at the moment it was to be put to sleep', async () => {
    runtime.wanted = 1;
    const { of } = activities;
    activities.of = async () => {
      const seen = await of.call(activities);
      activities.activity = { wokenAt: undefined, calledAt: time.now() };
      return seen;
    };
    await run(1);
    expect(runtime.orders).toEqual([]);
  });
});

describe('what an operator says', () => {
  it('is carried out at the next look, and every look costs the runtime nothing while nobody changes the model', async () => {
    await keep.execute();
    let looks = 0;
    const { standing } = runtime;
    runtime.standing = () => {
      looks += 1;
      return standing.call(runtime);
    };
    for (let second = 0; second < 10; second += 1) {
      await time.pass(1_000);
      await keep.execute();
    }
    expect(looks).toBe(0);
    const say = async (thermalState: 'HOT' | 'WARM' | 'OFF'): Promise<void> => {
      store.model = { ...store.model, thermalState, revision: store.model.revision + 1 };
      await keep.execute();
    };
    await say('HOT');
    await say('WARM');
    await say('OFF');
    expect(runtime.orders).toEqual([4, 1, 0]);
  });

  it('is tried again when the runtime was away', async () => {
    store.model = { ...store.model, thermalState: 'WARM' };
    runtime.failing = true;
    await expect(keep.execute()).rejects.toMatchObject({ code: 'service_unavailable' });
    runtime.failing = false;
    await keep.execute();
    expect(runtime.orders).toEqual([1]);
  });
});

describe('what replicas note of calls', () => {
  it('is noted later when the store was away', async () => {
    used.begin(store.model.id)();
    activities.failing = true;
    await expect(used.note()).rejects.toMatchObject({ code: 'service_unavailable' });
    activities.failing = false;
    await used.note();
    expect(activities.activity.calledAt).toBe(time.now());
  });
});
