import type { Instant, ModelId } from '@radiant/kernel';
import type { Model } from '../model.js';
import type { ModelActivity, RuntimeStanding } from '../thermal/lifecycle.js';

/** What runs the instances of self-hosted models. */
export abstract class ModelRuntime {
  /** @returns undefined when it does not run the model, whose calls then just go. @throws DomainError `service_unavailable`. */
  abstract standing(model: Model): Promise<RuntimeStanding | undefined>;
  /**
   * Asks for that many instances, 0 to put the model to sleep. Resolves when the runtime has taken the order, long before
   * it is carried out; asking again for the same changes nothing. What it does not run it leaves alone.
   * @throws DomainError `service_unavailable`.
   */
  abstract scale(model: Model, instances: number): Promise<void>;
}

/** What all replicas know of the days of models, one row for each. @throws DomainError `service_unavailable` from each. */
export abstract class ModelActivities {
  /** Nothing but undefined for a model that was never woken or called. */
  abstract of(id: ModelId): Promise<ModelActivity>;
  /**
   * Notes that the model is woken at `at`, unless somebody has done so after `staleBefore`. Of callers at once one is told
   * true: the one that is to wake it.
   */
  abstract claimWake(id: ModelId, at: Instant, staleBefore: Instant): Promise<boolean>;
  /** Takes back the claim of `at`, whose wake failed, so that the next caller tries again. */
  abstract withdrawWake(id: ModelId, at: Instant): Promise<void>;
  /** Notes calls under way; an earlier moment than the one that stands changes nothing. */
  abstract called(ids: readonly ModelId[], at: Instant): Promise<void>;
  /**
   * Forgets the wake and runs `putToSleep` if nobody has called or woken the model after `idleBefore`; who claims a wake
   * meanwhile waits for it. @returns whether it did. @throws what `putToSleep` throws, with nothing changed.
   */
  abstract sleep(id: ModelId, idleBefore: Instant, putToSleep: () => Promise<void>): Promise<boolean>;
}
