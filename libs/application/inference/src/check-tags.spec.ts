import { beforeEach, describe, expect, it } from '@jest/globals';
import { CachedTenantRules, TenantRules, type TenantSettings } from '@radiant/identity';
import { KeyedDigest } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import {
  CachedPhiPolicies,
  DEFAULT_PHI_POLICY,
  PhiPolicies,
  PhiShield,
  PolicyDetection,
  RuleDetector,
  type PhiPolicy,
} from '@radiant/phi';
import { RecordingVault } from '@radiant/phi/testing';
import { CONTROLS, PRINCIPAL } from '../test/asking.js';
import { CheckTags } from './check-tags.js';

let settings: TenantSettings;
let policy: PhiPolicy;
let clock: FixedClock;
let searched: number;
let check: CheckTags;

beforeEach(() => {
  settings = { tagKeys: ['team', 'project', 'mrn', 'payer', 'diagnosis'] };
  policy = DEFAULT_PHI_POLICY;
  clock = new FixedClock();
  searched = 0;
  const shield = new PhiShield(
    new PolicyDetection(new RuleDetector(async () => undefined), async () => undefined),
    new RecordingVault(clock),
    clock,
    new SequentialIds(),
    new (class extends KeyedDigest {
      async digest(): Promise<readonly string[]> {
        return [];
      }
    })(),
  );
  check = new CheckTags(
    new CachedTenantRules(
      new (class extends TenantRules {
        async forTenant(): Promise<TenantSettings> {
          return settings;
        }
      })(),
      clock,
    ),
    new CachedPhiPolicies(
      new (class extends PhiPolicies {
        async forTenant(): Promise<PhiPolicy> {
          return policy;
        }
      })(),
      clock,
    ),
    {
      find: (...asked) => {
        searched += 1;
        return shield.find(...asked);
      },
    },
    clock,
  );
});

const checked = (...tags: readonly string[]): Promise<void> =>
  check.execute({ principal: PRINCIPAL, controls: { ...CONTROLS, tags } });
const refused = async (code: string, ...tags: readonly string[]): Promise<void> => {
  const error: unknown = await checked(...tags).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, facts: { field: 'x-radiant-tags' } });
  for (const tag of tags) expect(JSON.stringify([String(error), error])).not.toContain(tag.split('=')[1]);
};

describe('tags of a call', () => {
  it.each(['team=cardiology', 'team=ICU West 3', 'project=x', 'project=sepsis-alerts/v2', 'payer=cost center 4711'])(
    'may say what a call is for: %s',
    async (tag) => {
      await checked(tag);
    },
  );

  it.each([
    'project=Jane Doe',
    'project=Jane_Whitfield',
    'team=jane.whitfield',
    'project=jane-whitfield/v2',
    'project=219-09-9999',
    'team=jane.doe@example.org',
    'mrn=00482913',
    'team=1962-03-14',
  ])('may hold no PHI, whatever the policy hides: %s', async (tag) => {
    await refused('phi_policy_blocked', tag);
    policy = { ...DEFAULT_PHI_POLICY, mode: 'disabled' };
    clock.advance(10_001);
    await refused('phi_policy_blocked', tag);
  });

  it('may not hold what a stricter policy hides', async () => {
    await checked('diagnosis=diabetes mellitus');
    policy = { ...DEFAULT_PHI_POLICY, categories: { ...DEFAULT_PHI_POLICY.categories, DIAGNOSIS: true } };
    clock.advance(10_001);
    await refused('phi_policy_blocked', 'diagnosis=diabetes mellitus');
  });

  it('have keys that the tenant allows, and none where it allows none', async () => {
    await refused('validation_error', 'team=cardiology', 'ward=secret');
    settings = {};
    clock.advance(5_001);
    await refused('validation_error', 'team=cardiology');
    await checked();
  });

  it('are searched once while they are repeated', async () => {
    for (let time = 0; time < 5; time += 1) await checked('team=cardiology', 'project=x');
    expect(searched).toBe(2);
  });
});
