import { Clock, modelId } from '@radiant/kernel';
import { describeModelActivities, describeModelRuntime, FULL_MODEL } from '@radiant/registry/testing';
import { MemoryModelActivities } from './memory-model-activities.js';
import { SimulatedRuntime } from './simulated-runtime.js';

class SetClock extends Clock {
  moment = 0;
  now(): number {
    return this.moment;
  }
  elapsed(): number {
    return this.moment;
  }
}

describeModelActivities('memory', async () => ({
  activities: new MemoryModelActivities(),
  ids: [modelId('one'), modelId('other')],
}));

describeModelRuntime('simulated', async () => {
  const clock = new SetClock();
  return {
    runtime: new SimulatedRuntime(clock),
    known: FULL_MODEL,
    foreign: { ...FULL_MODEL, id: modelId('foreign'), thermalState: undefined, thermalConfig: undefined },
    carriedOut: async () => void (clock.moment += 90_000),
  };
});
