import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PHI_CATEGORIES, type PhiCategory } from '@radiant/phi';
import { describeSecondOpinion } from '@radiant/phi/testing';
import { PresidioSecondOpinion } from '../src/index.js';
import { ok, startAnalyzer, type Analyzer, type Answer } from './analyzer.js';

const ALL: ReadonlySet<PhiCategory> = new Set(PHI_CATEGORIES);

describeSecondOpinion('Presidio over HTTP', async () => {
  const analyzer = await startAnalyzer();
  const opinion = new PresidioSecondOpinion({ url: analyzer.url, deadlineMs: 10_000, language: 'en' });
  return {
    opinion,
    down: () => analyzer.close(),
    close: async () => {
      await opinion.close();
      await analyzer.close();
    },
  };
});

describe('Presidio', () => {
  let analyzer: Analyzer;
  let opinion: PresidioSecondOpinion;
  beforeEach(async () => {
    analyzer = await startAnalyzer();
    opinion = new PresidioSecondOpinion({ url: `${analyzer.url}/`, deadlineMs: 10_000, language: 'es' });
  });
  afterEach(async () => {
    await opinion.close();
    await analyzer.close();
  });

  const detected = async (text: string, entities: object[]): Promise<string[]> => {
    analyzer.answer = () => ok(entities.map((entity) => ({ start: 0, end: [...text].length, score: 0.9, ...entity })));
    const [matches = []] = await opinion.detect([text], ALL);
    return matches.map(({ category, start, end, rule }) => `${category} ${text.slice(start, end)} ${rule}`);
  };

  it('is asked once for all short texts of a call, in the language that was set', async () => {
    await opinion.detect(['Jane Doe', 'and', 'Jane Doe'], ALL);
    expect(analyzer.requests).toEqual([
      {
        path: 'POST /presidio/analyze',
        body: { text: 'Jane Doe\n\nand\n\nJane Doe', language: 'es', score_threshold: 0.5 },
      },
    ]);
  });

  it.each<[string, string, string | undefined]>([
    ['PERSON', 'Ana', 'NAME'],
    ['US_SSN', '219-09-9999', 'SSN'],
    ['ES_NIF', '12345678Z', 'OTHER_ID'],
    ['CREDIT_CARD', '4111111111111111', 'ACCOUNT'],
    ['UK_NHS', '943 476 5919', 'MEDICAL_RECORD'],
    ['DATE_TIME', '3 May 2021', 'DATE'],
    ['DATE_TIME', '2021', undefined],
    ['DATE_TIME', 'two weeks', undefined],
    ['DATE_TIME', '2 weeks', undefined],
    ['NRP', 'Catholic', undefined],
    ['ORGANIZATION', 'Acme', undefined],
    ['SOMETHING_NEW', 'x y', undefined],
  ])('calls %s "%s" %s', async (entity_type, text, category) => {
    const expected = category === undefined ? [] : [`${category} ${text} presidio.${category.toLowerCase()}`];
    expect(await detected(text, [{ entity_type }])).toEqual(expected);
  });

  it('finds in each text what runs over two of them', async () => {
    analyzer.answer = () => ok([{ entity_type: 'PERSON', start: 2, end: 8, score: 2 }]);
    const found = await opinion.detect(['to Ana', 'Bo'], ALL);
    expect(found).toEqual([[expect.objectContaining({ start: 2, end: 6, confidence: 1 })], []]);
    analyzer.answer = () => ok([{ entity_type: 'PERSON', start: 3, end: 10, score: 0.7 }]);
    expect(await opinion.detect(['to Ana', 'Bo'], ALL)).toMatchObject([[{ start: 3, end: 6 }], [{ start: 0, end: 2 }]]);
  });

  it.each<[string, Answer]>([
    ['fails', { status: 500, body: 'Traceback: Jane Doe' }],
    ['sends it elsewhere', { status: 302, body: '' }],
    ['does not know the language', { status: 400, body: '{"error":"No matching recognizers"}' }],
    ['answers what is no JSON', { status: 200, body: 'Jane Doe' }],
    ['answers an object', ok({ error: 'Jane Doe' })],
    ['answers entities without places', ok([{ entity_type: 'PERSON' }])],
    ['answers places that are none', ok([{ entity_type: 'PERSON', start: 5, end: 2, score: 1 }])],
    ['answers places behind the end', ok([{ entity_type: 'PERSON', start: 0, end: 900, score: 1 }])],
  ])('that %s has no opinion, and is asked once', async (_case, answer) => {
    analyzer.answer = () => answer;
    const refusal = opinion.detect(['Jane Doe'], ALL);
    await expect(refusal).rejects.toMatchObject({ code: 'service_unavailable' });
    await expect(refusal).rejects.not.toHaveProperty('message', expect.stringContaining('Jane'));
    expect(analyzer.requests).toHaveLength(1);
  });

  it('that never answers has no opinion once its time is up', async () => {
    const impatient = new PresidioSecondOpinion({ url: analyzer.url, deadlineMs: 50, language: 'en' });
    analyzer.answer = () => 'nothing';
    await expect(impatient.detect(['Jane Doe'], ALL)).rejects.toMatchObject({ code: 'service_unavailable' });
    await impatient.close();
  });

  it('reads the longest body that the gateway takes, four pieces at a time', async () => {
    const text = `${'Go on. '.repeat(600_000)}Jane Doe`;
    const [matches = []] = await opinion.detect([text], ALL);
    expect(matches.map(({ start, end }) => text.slice(start, end))).toEqual(['Jane Doe']);
    expect(analyzer.requests.length).toBeGreaterThan(64);
    expect(analyzer.mostOpen()).toBeLessThanOrEqual(4);
  });

  it('is never asked more than eight things at once, nor more than can be answered in time', async () => {
    const asked = Array.from({ length: 90 }, () => opinion.detect(['Jane Doe'], ALL));
    const answers = await Promise.allSettled(asked);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(64);
    expect(analyzer.mostOpen()).toBeLessThanOrEqual(8);
  });
});
