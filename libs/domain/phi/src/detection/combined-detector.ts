import { DomainError } from '@radiant/kernel';
import type { PhiCategory } from '../category.js';
import { PhiDetector, type PhiMatch } from '../ports/phi-detector.js';
import type { SecondOpinion } from '../ports/second-opinion.js';
import type { PhiSensitivity } from '../sensitivity.js';
import { mergeMatches } from './merge.js';
import { fittedMatches } from './second-opinion-matches.js';

type Matches = readonly (readonly PhiMatch[])[];

/** The rules and a second opinion at once: what either of the two finds is hidden. */
export class CombinedDetector extends PhiDetector {
  readonly version: string;

  constructor(
    private readonly rules: PhiDetector,
    private readonly second: SecondOpinion,
  ) {
    super();
    this.version = `${rules.version}+${second.version}`;
  }

  async detect(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
    sensitivity?: PhiSensitivity,
    withoutSecondOpinion?: () => void,
  ): Promise<Matches> {
    const [found, second] = await Promise.all([
      this.rules.detect(texts, categories, sensitivity, withoutSecondOpinion),
      this.opinion(texts, categories),
    ]);
    if (second) return found.map((matches, i) => mergeMatches([...matches, ...(second[i] ?? [])]));
    if (!withoutSecondOpinion) throw new DomainError('service_unavailable', 'the second opinion is not available');
    withoutSecondOpinion();
    return found;
  }

  /** Undefined when there is none, or one that can't be of these texts. */
  private async opinion(texts: readonly string[], categories: ReadonlySet<PhiCategory>): Promise<Matches | undefined> {
    const told = texts.map((text, i) => ({ text, i })).filter(({ text }) => HAS_WORDS.test(text));
    if (told.length === 0) return texts.map(() => []);
    const second = await this.second
      .detect(
        told.map(({ text }) => text),
        categories,
      )
      .catch(() => undefined);
    if (second?.length !== told.length) return undefined;
    const all = texts.map((): readonly PhiMatch[] => []);
    for (const [at, { text, i }] of told.entries()) {
      const matches = fittedMatches(text, second[at] ?? [], categories);
      if (!matches) return undefined;
      all[i] = matches;
    }
    return all;
  }
}

/** Nothing shorter than two letters or digits in a row says anything. */
const HAS_WORDS = /[\p{L}\p{N}]{2}/u;
