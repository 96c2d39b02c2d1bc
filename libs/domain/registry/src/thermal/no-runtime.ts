import type { Model } from '../model.js';
import { ModelRuntime } from '../ports/model-runtime.js';
import type { RuntimeStanding } from './lifecycle.js';

/** Runs no model: whatever is called is taken to be there. */
export class NoRuntime extends ModelRuntime {
  async standing(_: Model): Promise<RuntimeStanding | undefined> {
    return undefined;
  }

  async scale(_: Model, __: number): Promise<void> {
    // there is nothing to scale
  }
}
