import type { TenantId } from '@radiant/kernel';
import type { Actor } from '../actor.js';
import type { PhiFloor } from '@radiant/phi';
import { ApiKeyMint, PreviewPolicies } from '../index.js';
import { OpenPhiConfigs } from './fake-ports.js';
import type { World } from './world.js';

/** A use case as it is usually asked for, in the world of `arranged`. */
export interface Case {
  /** Whether it is about no tenant that the caller names. */
  readonly platformWide?: true;
  /** Who usually does it. */
  readonly by?: Actor;
  readonly act: (world: World, actor: Actor, tenantId: TenantId) => Promise<unknown>;
  /** How many events it leaves in the trail of the tenant; one unless it says otherwise. */
  readonly events?: number;
  /** How many it leaves in the platform's own trail besides; none unless it says otherwise. */
  readonly platformEvents?: number;
}

export const of = ({ governance: transactions, ids, clock }: World) => [transactions, ids, clock] as const;
export const mintOf = ({ ids, digest }: World) => new ApiKeyMint('dev', ids, digest);
export const previewOf = (world: World, floor: PhiFloor = {}) =>
  new PreviewPolicies(
    ...of(world),
    world.auditStores,
    world.bodies,
    world.usage,
    world.registry,
    new OpenPhiConfigs(),
    floor,
  );
