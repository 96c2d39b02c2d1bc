import { beforeEach, describe, expect, it } from '@jest/globals';
import { sessionId, tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { RuleDetector } from '../detection/rule-detector.js';
import { DEFAULT_PHI_POLICY, restoresReplies, type PhiPolicy } from '../policy/policy.js';
import { PhiShield, type Shielded } from './shield.js';
import { detectionBy } from '../testing/detection-by.js';
import { NumberingDigest } from '../testing/numbering-digest.js';
import { RecordingVault } from '../testing/recording-vault.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const HOSPITAL = tenantId('22222222-2222-4222-8222-222222222222');
const SESSION = sessionId('33333333-3333-4333-8333-333333333333');
const OTHER = sessionId('44444444-4444-4444-8444-444444444444');
const NOTE =
  'Patient Jane Doe, a 93 year old woman, DOB 04/12/1961, seen on March 5, 2021 at 12 Elm Street, Springfield, IL 62701';

let vault: RecordingVault;
let shield: PhiShield;
beforeEach(() => {
  const clock = new FixedClock();
  vault = new RecordingVault(clock);
  const detection = detectionBy(new RuleDetector(async () => undefined));
  shield = new PhiShield(detection, vault, clock, new SequentialIds(), new NumberingDigest());
});

interface Where {
  readonly tenant?: typeof CLINIC;
  readonly session?: typeof SESSION;
}
const hide = (policy: Partial<PhiPolicy>, texts: readonly string[], where: Where = {}): Promise<Shielded> =>
  shield.hide({
    tenantId: where.tenant ?? CLINIC,
    sessionId: where.session,
    policy: { ...DEFAULT_PHI_POLICY, ...policy },
    slots: texts.map((text) => ({ text, escaping: 'none' })),
    records: true,
  });

describe('Safe Harbor in the place of placeholders', () => {
  const policy = { transformation: 'safe_harbor' } as const;

  it('keeps years, pooled ages and areas, and hides the rest', async () => {
    const { texts, counts } = await hide(policy, [NOTE]);
    expect(texts[0]).toBe(
      'Patient [PHI_NAME_10000], a 90 or older year old woman, DOB 1961, seen on 2021 at [PHI_ADDRESS_10001] 627**',
    );
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  it('stores nothing, and no reply is restored whatever else the policy says', async () => {
    const shielded = await hide(policy, [NOTE], { session: SESSION });
    await shielded.stored;
    expect(shielded.mappingId).toBeUndefined();
    expect(vault.calls).toEqual(['read']);
    const reidentification = { allowed: true, requiresApproval: false, mappingTtlHours: 24, toolArguments: true };
    expect(restoresReplies({ ...DEFAULT_PHI_POLICY, ...policy, reidentification })).toBe(false);
  });

  it('uses no index under which an earlier turn of the session kept an original', async () => {
    await hide({}, ['Patient John Smith'], { session: SESSION });
    const { texts } = await hide(policy, ['Patient Jane Doe'], { session: SESSION });
    expect(texts[0]).not.toContain('[PHI_NAME_10000]');
  });

  it('tells what stands in the place of each value', async () => {
    const { replacements } = await hide(policy, ['on March 5, 2021']);
    expect(replacements).toEqual([
      [expect.objectContaining({ category: 'DATE', placeholder: '2021', start: 3, end: 16 })],
    ]);
  });
});

describe('shifted dates', () => {
  const policy = { dateShift: true };
  const dates = ({ texts }: Shielded): number[] => (texts[0] ?? '').match(/\d{4}-\d\d-\d\d/g)?.map(Date.parse) ?? [];
  const TWO = 'Admitted 2021-03-05, discharged 2021-03-19';

  it('keep what lies between them, over the calls of a session', async () => {
    const first = dates(await hide(policy, [TWO], { session: SESSION }));
    const second = dates(await hide(policy, ['Seen 2021-03-26'], { session: SESSION }));
    const day = 86_400_000;
    expect((first[1] ?? 0) - (first[0] ?? 0)).toBe(14 * day);
    expect((second[0] ?? 0) - (first[1] ?? 0)).toBe(7 * day);
    expect(first[0]).toBeLessThan(Date.parse('2021-03-05'));
  });

  it('differ from session to session, from tenant to tenant and from call to call without a session', async () => {
    const seen = [
      dates(await hide(policy, [TWO], { session: SESSION })),
      dates(await hide(policy, [TWO], { session: OTHER })),
      dates(await hide(policy, [TWO], { session: SESSION, tenant: HOSPITAL })),
      dates(await hide(policy, [TWO])),
      dates(await hide(policy, [TWO])),
    ];
    expect(new Set(seen.map(([first]) => first)).size).toBe(seen.length);
  });

  it('are not kept, so they do not come back; everything else does', async () => {
    const { originals } = await hide(policy, [`Patient Jane Doe. ${TWO}`]);
    expect([...originals.values()]).toEqual(['Jane Doe']);
  });

  it('are not shifted twice: in what a model may have written they give way to placeholders', async () => {
    const { texts, originals } = await shield.hide({
      tenantId: CLINIC,
      policy: { ...DEFAULT_PHI_POLICY, ...policy },
      slots: [{ text: 'Seen on 2021-03-05', escaping: 'none', echoed: true }],
    });
    expect(texts).toEqual(['Seen on [PHI_DATE_10000]']);
    expect(originals.get('[PHI_DATE_10000]')).toBe('2021-03-05');
  });

  it('give way to placeholders where the day is not whole or tells of an age over 89', async () => {
    const { texts } = await hide(policy, ['Seen in March 2021, DOB 04/12/1931, DOB 1935-06-01']);
    expect(texts[0]).toMatch(/in \[PHI_DATE_\d+\], DOB \[PHI_DOB_\d+\], DOB \[PHI_DOB_\d+\]$/);
  });
});
