import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import type { SecondOpinion } from '../ports/second-opinion.js';

const ALL: ReadonlySet<PhiCategory> = new Set(PHI_CATEGORIES);
const NAME = 'Jane Doe';

/** An opinion that knows that `Jane Doe` is a name. */
export interface SecondOpinionBed {
  readonly opinion: SecondOpinion;
  /** Makes it unavailable from now on. */
  down(): Promise<void> | void;
  close(): Promise<void> | void;
}

/** The laws of SecondOpinion. */
export function describeSecondOpinion(name: string, make: () => Promise<SecondOpinionBed>): void {
  describe(`SecondOpinion laws: ${name}`, () => {
    let bed: SecondOpinionBed;
    beforeEach(async () => {
      bed = await make();
    });
    afterEach(() => bed.close());

    /** What it found in each text, cut out of it. */
    const found = async (texts: readonly string[], categories = ALL): Promise<string[][]> =>
      (await bed.opinion.detect(texts, categories)).map((matches, i) =>
        matches.map(({ category, start, end }) => `${category} ${texts[i]?.slice(start, end)}`),
      );

    it('finds what stands there, text by text in order, in UTF-16 offsets', async () => {
      const texts = [
        `Then ${NAME} came.`,
        'Nothing here.',
        '',
        `😀👩‍⚕️ Señora 𝒳 met ${NAME}, and ${NAME} left.`,
        NAME,
        `\n\n${NAME}\n\n`,
        `\ud83d ${NAME}`,
      ];
      expect(await found(texts)).toEqual(
        [1, 0, 0, 2, 1, 1, 1].map((count) => Array.from({ length: count }, () => `NAME ${NAME}`)),
      );
    });

    it('is of no text when there is none', async () => {
      expect(await found([])).toEqual([]);
    });

    it('finds only what it was asked for', async () => {
      expect(await found([NAME], new Set<PhiCategory>(['SSN']))).toEqual([[]]);
    });

    it('reads long texts and many to their end', async () => {
      const long = `${'Go on and on. '.repeat(12_000)}${NAME}`;
      const many = Array.from({ length: 300 }, (_, i) => (i % 2 ? NAME : 'nobody'));
      expect(await found([long, ...many])).toEqual(
        [long, ...many].map((text) => (text === 'nobody' ? [] : [`NAME ${NAME}`])),
      );
    });

    it('is asked by several at once, and each gets the answer to its own', async () => {
      const asked = Array.from({ length: 20 }, (_, i) => [`${'a '.repeat(i)}${NAME}`]);
      const answers = await Promise.all(asked.map((texts) => found(texts)));
      expect(answers).toEqual(asked.map(() => [[`NAME ${NAME}`]]));
    });

    it('is refused when it can not be had, and its failure repeats no text', async () => {
      await bed.down();
      const refusal = bed.opinion.detect([NAME], ALL);
      await expect(refusal).rejects.toMatchObject({ code: 'service_unavailable' });
      await expect(refusal).rejects.not.toHaveProperty('message', expect.stringContaining('Jane'));
      await expect(refusal).rejects.not.toHaveProperty('cause');
    });

    it('names its version, and no place where it is', () => {
      expect(bed.opinion.version).toMatch(/^[\w.-]{3,80}$/);
    });
  });
}
