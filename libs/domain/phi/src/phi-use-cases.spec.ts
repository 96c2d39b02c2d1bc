import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, sessionId, tenantId } from '@radiant/kernel';
import { FixedClock, SequentialIds } from '@radiant/kernel/testing';
import { CachedPhiPolicies } from './policy/cached-phi-policies.js';
import { DetectPhi } from './detect-phi.js';
import { RuleDetector } from './detection/rule-detector.js';
import { DEFAULT_PHI_POLICY } from './policy/policy.js';
import { PhiDetector, type PhiMatch } from './ports/phi-detector.js';
import { SanitizeTexts } from './sanitize-texts.js';
import { PhiShield } from './hiding/shield.js';
import { NumberingDigest } from './testing/numbering-digest.js';
import { detectionBy } from './testing/detection-by.js';
import { RecordingVault } from './testing/recording-vault.js';
import { StoredPolicies } from './testing/stored-policies.js';

const CLINIC = tenantId('11111111-1111-4111-8111-111111111111');
const SESSION = sessionId('33333333-3333-4333-8333-333333333333');
const TEXT = 'Patient Jane Doe, SSN 219-09-9999';

class BrokenDetector extends PhiDetector {
  readonly version = 'broken';
  constructor(private readonly answer: readonly (readonly PhiMatch[])[] | Error) {
    super();
  }
  async detect(): Promise<readonly (readonly PhiMatch[])[]> {
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
}

let clock: FixedClock;
let stored: StoredPolicies;
let vault: RecordingVault;
let detector: PhiDetector;

beforeEach(() => {
  clock = new FixedClock();
  stored = new StoredPolicies();
  vault = new RecordingVault(clock);
  detector = new RuleDetector(async () => undefined);
});

const policies = () => new CachedPhiPolicies(stored, clock);

describe('DetectPhi', () => {
  const detect = (text: string, categories: readonly ('DIAGNOSIS' | 'NAME')[] = []) =>
    new DetectPhi(detectionBy(detector), policies()).execute(CLINIC, { text, categories });

  it('says where PHI stands, in UTF-16', async () => {
    const found = await detect(`😀 ${TEXT}`);
    expect(found).toMatchObject([
      { category: 'NAME', start: 11, end: 19 },
      { category: 'SSN', start: 25, end: 36 },
    ]);
  });

  it('looks where the policy would not, because it was asked to', async () => {
    stored.policies.set(CLINIC, { ...DEFAULT_PHI_POLICY, mode: 'disabled' });
    expect(await detect(TEXT)).toMatchObject([{ category: 'NAME' }, { category: 'SSN' }]);
  });

  it('looks for more when it is asked to, and for nothing less', async () => {
    const text = 'Patient Jane Doe was diagnosed with diabetes.';
    expect(await detect(text)).toMatchObject([{ category: 'NAME' }]);
    expect(await detect(text, ['DIAGNOSIS'])).toMatchObject([{ category: 'NAME' }, { category: 'DIAGNOSIS' }]);
  });

  it.each([
    ['fails', new Error('secret')],
    ['is incomplete', []],
  ])('finds nothing to be sure of when detection %s', async (_, answer) => {
    detector = new BrokenDetector(answer);
    await expect(detect(TEXT)).rejects.toMatchObject({
      code: 'service_unavailable',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('has no answer without a policy', async () => {
    stored.failure = new DomainError('service_unavailable', 'no policy');
    await expect(detect(TEXT)).rejects.toBe(stored.failure);
  });
});

describe('SanitizeTexts', () => {
  const sanitize = (texts: readonly string[], over: { sessionId?: typeof SESSION } = {}) =>
    new SanitizeTexts(
      new PhiShield(detectionBy(detector), vault, clock, new SequentialIds(), new NumberingDigest()),
      policies(),
    ).execute(CLINIC, {
      texts,
      categories: [],
      ...over,
    });

  it('replaces, says where and what, and has stored it by then', async () => {
    const { texts, mappingId, replacements, counts } = await sanitize([TEXT, 'patient Jane Doe']);
    expect(texts).toEqual(['Patient [PHI_NAME_10000], SSN [PHI_SSN_10001]', 'patient [PHI_NAME_10000]']);
    expect(replacements).toEqual([
      [
        { category: 'NAME', placeholder: '[PHI_NAME_10000]', start: 8, end: 16, confidence: expect.any(Number) },
        { category: 'SSN', placeholder: '[PHI_SSN_10001]', start: 22, end: 33, confidence: expect.any(Number) },
      ],
      [{ category: 'NAME', placeholder: '[PHI_NAME_10000]', start: 8, end: 16, confidence: expect.any(Number) }],
    ]);
    expect(counts).toEqual(
      new Map([
        ['NAME', 2],
        ['SSN', 1],
      ]),
    );
    expect(mappingId && (await vault.read(CLINIC, mappingId))?.entries).toHaveLength(2);
  });

  it('shows no original but in the vault', async () => {
    const { texts, replacements } = await sanitize([TEXT]);
    expect(JSON.stringify([texts, replacements])).not.toMatch(/Jane|219-09/);
  });

  it('names no mapping when nothing was found, in a session with an earlier one either', async () => {
    expect(await sanitize(['nothing', 'here'])).toEqual({
      texts: ['nothing', 'here'],
      mappingId: undefined,
      replacements: [[], []],
      counts: new Map(),
    });
    expect((await sanitize([TEXT], { sessionId: SESSION })).mappingId).toBe(SESSION);
    expect(await sanitize(['nothing'], { sessionId: SESSION })).toMatchObject({
      mappingId: undefined,
      replacements: [[]],
    });
  });

  it('keeps one placeholder for one value in a session', async () => {
    const [first] = (await sanitize([TEXT], { sessionId: SESSION })).texts;
    const [second] = (await sanitize([TEXT], { sessionId: SESSION })).texts;
    expect(second).toBe(first);
  });

  it('hides nothing unless it is stored', async () => {
    vault.create = async () => {
      throw new DomainError('service_unavailable', 'the vault is down');
    };
    await expect(sanitize([TEXT])).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});

describe('records of the shield', () => {
  it('are offsets of the text as it was given, escapes and all', async () => {
    const shield = new PhiShield(detectionBy(detector), vault, clock, new SequentialIds(), new NumberingDigest());
    const text = '{"note":"a \\u0022b\\u0022 Patient Jane Doe"}';
    const { replacements } = await shield.hide({
      tenantId: CLINIC,
      policy: DEFAULT_PHI_POLICY,
      slots: [{ text, escaping: 'json' }],
      records: true,
    });
    const [[first] = []] = replacements ?? [];
    expect(text.slice(first?.start, first?.end)).toBe('Jane Doe');
  });

  it('are not kept unasked', async () => {
    const shield = new PhiShield(detectionBy(detector), vault, clock, new SequentialIds(), new NumberingDigest());
    const request = { tenantId: CLINIC, policy: DEFAULT_PHI_POLICY };
    for (const text of [TEXT, 'nothing']) {
      expect(await shield.hide({ ...request, slots: [{ text, escaping: 'none' }] })).not.toHaveProperty('replacements');
    }
  });
});
