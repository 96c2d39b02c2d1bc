import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@radiant/kernel';
import fc from 'fast-check';
import type { PhiCategory } from '../category.js';
import { RuleDetector } from '../detection/rule-detector.js';
import { DEFAULT_PHI_POLICY, type PhiPolicy } from './policy.js';
import { PolicyDetection } from './policy-detection.js';
import { PhiDetector, type PhiMatch } from '../ports/phi-detector.js';
import type { CustomRecogniser } from '../recognisers/custom-recogniser.js';
import type { PhiSensitivity } from '../sensitivity.js';
import { awkwardText } from '../testing/arbitraries.js';

const rules = new RuleDetector(async () => undefined);
const policyWith = (over: Partial<PhiPolicy>): PhiPolicy => ({ ...DEFAULT_PHI_POLICY, ...over });
const recognising = (...customRecognisers: CustomRecogniser[]): PhiPolicy => policyWith({ customRecognisers });
const WARDS: CustomRecogniser = { name: 'wards', category: 'ADDRESS', words: ['East Wing', 'ward 7', 'Zoë-Haus'] };
const CHART: CustomRecogniser = { name: 'chart', category: 'MEDICAL_RECORD', pattern: 'QX-\\d{4,8}' };
const LOCKER: CustomRecogniser = { name: 'locker', category: 'OTHER_ID', pattern: '(?i)locker \\d{2}[a-f]' };

/** What is found, e.g. `ADDRESS:East Wing`. */
async function found(text: string, policy: PhiPolicy, categories?: ReadonlySet<PhiCategory>): Promise<string[]> {
  const [matches = []] = await new PolicyDetection(rules, async () => undefined).detect([text], policy, categories);
  return matches.map(({ category, start, end }) => `${category}:${text.slice(start, end)}`);
}

describe('a recogniser of words', () => {
  it('finds them in any case, as whole words only', async () => {
    expect(await found('In the EAST WING, not ward 77 nor northeast wing; Ward 7.', recognising(WARDS))).toEqual([
      'ADDRESS:EAST WING',
      'ADDRESS:Ward 7',
    ]);
  });

  it('finds them however they are disguised, and covers every unit', async () => {
    const text = 'E\u200bаst\u00a0Wing 😀 zoë‑haus';
    expect(await found(text, recognising(WARDS))).toEqual(['ADDRESS:E\u200bаst\u00a0Wing', 'ADDRESS:zoë‑haus']);
  });

  it('says which recogniser it was', async () => {
    const [[match] = []] = await new PolicyDetection(rules, async () => undefined).detect(
      ['the east wing'],
      recognising(WARDS),
    );
    expect(match).toMatchObject({ rule: 'custom.wards', category: 'ADDRESS' });
  });

  it('finds nothing of a category that is off', async () => {
    const categories = { ...DEFAULT_PHI_POLICY.categories, ADDRESS: false };
    expect(await found('the east wing', policyWith({ customRecognisers: [WARDS], categories }))).toEqual([]);
    expect(await found('the east wing', recognising(WARDS), new Set(['NAME']))).toEqual([]);
  });
});

describe('a recogniser with a pattern', () => {
  it('finds what matches as a whole, between blanks and signs', async () => {
    expect(await found('chart:QX-1234, (QX-12345). QX-123 AQX-1234 QX-123456789', recognising(CHART))).toEqual([
      'MEDICAL_RECORD:QX-1234',
      'MEDICAL_RECORD:QX-12345',
    ]);
  });

  it('may cover several words, the longest first', async () => {
    expect(await found('Locker 12b and locker  12c and Locker 7', recognising(LOCKER))).toEqual([
      'OTHER_ID:Locker 12b',
    ]);
  });

  it('finds everything on both sides of a pause', async () => {
    let pauses = 0;
    const detection = new PolicyDetection(rules, async () => {
      pauses += 1;
    });
    const text = `QX-1000 ${'plain words '.repeat(4_000)}QX-2000`;
    const found = await detection.detect([text, text], recognising(CHART));
    expect(found.map((matches) => matches.map(({ start, end }) => text.slice(start, end)))).toEqual([
      ['QX-1000', 'QX-2000'],
      ['QX-1000', 'QX-2000'],
    ]);
    expect(pauses).toBeGreaterThanOrEqual(4);
  });

  it('never yields offsets outside the text, overlaps, or half a character', async () => {
    const texts = fc.array(fc.oneof(fc.constantFrom('QX-1234', 'East Wing', 'locker 12a'), awkwardText(6)));
    await fc.assert(
      fc.asyncProperty(texts, async (parts) => {
        const text = parts.join(' ');
        const [matches = []] = await new PolicyDetection(rules, async () => undefined).detect(
          [text],
          recognising(WARDS, CHART, LOCKER),
        );
        let last = 0;
        for (const { start, end } of matches) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe('the allow-list', () => {
  const allowing = (...allowList: string[]): PhiPolicy => policyWith({ allowList });

  it('keeps its phrases, exactly as they are written there', async () => {
    const text = 'Patient: Emily Carter, 44';
    expect(await found(text, DEFAULT_PHI_POLICY)).toContain('NAME:Emily Carter');
    expect(await found(text, allowing('Emily Carter'))).not.toContain('NAME:Emily Carter');
    expect(await found(text, allowing('emily carter'))).toContain('NAME:Emily Carter');
  });

  it('keeps nothing that reaches beyond the phrase', async () => {
    expect(await found('Patient: Emily Carter', allowing('Emily'))).toEqual(['NAME:Emily Carter']);
  });

  it.each(['123-45-6789', 'jane@example.org', '4111 1111 1111 1111'])(
    'has no say over an identifier beyond doubt such as %s',
    async (identifier) => {
      expect((await found(`see ${identifier} there`, allowing(identifier))).join()).toContain(identifier);
    },
  );
});

describe('detection by policy', () => {
  class StubDetector extends PhiDetector {
    readonly version = 'stub';
    readonly asked: (PhiSensitivity | undefined)[] = [];
    constructor(private readonly answer: () => readonly (readonly PhiMatch[])[]) {
      super();
    }
    async detect(
      _texts: readonly string[],
      _categories: ReadonlySet<PhiCategory>,
      sensitivity?: PhiSensitivity,
    ): Promise<readonly (readonly PhiMatch[])[]> {
      this.asked.push(sensitivity);
      return this.answer();
    }
  }
  const by = (detector: PhiDetector): PolicyDetection => new PolicyDetection(detector, async () => undefined);

  it('asks for the sensitivity of the policy', async () => {
    const detector = new StubDetector(() => [[]]);
    await by(detector).detect(['text'], policyWith({ sensitivity: 'strict' }));
    expect(detector.asked).toEqual(['strict']);
  });

  it('does not ask at all where nothing is to be hidden', async () => {
    const detector = new StubDetector(() => [[]]);
    expect(await by(detector).detect(['a', 'b'], policyWith({ mode: 'disabled' }))).toEqual([[], []]);
    expect(detector.asked).toEqual([]);
  });

  it('refuses more matches than a call may have, those of recognisers among them', async () => {
    const words: CustomRecogniser = { name: 'often', category: 'OTHER_ID', words: ['abc'] };
    await expect(found('abc '.repeat(100_001), recognising(words))).rejects.toMatchObject({
      code: 'payload_too_large',
    });
    const refusing = new StubDetector(() => {
      throw new DomainError('payload_too_large', 'too many');
    });
    await expect(by(refusing).detect(['text'], DEFAULT_PHI_POLICY)).rejects.toMatchObject({
      code: 'payload_too_large',
    });
  });

  it('refuses when detection fails or leaves a text out', async () => {
    const failing = new StubDetector(() => {
      throw new Error('no');
    });
    for (const detector of [failing, new StubDetector(() => [])]) {
      await expect(by(detector).detect(['text'], DEFAULT_PHI_POLICY)).rejects.toMatchObject({
        code: 'service_unavailable',
      });
    }
  });
});
