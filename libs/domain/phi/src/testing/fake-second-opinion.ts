import { DomainError } from '@radiant/kernel';
import type { PhiCategory } from '../category.js';
import type { PhiMatch } from '../ports/phi-detector.js';
import { SecondOpinion } from '../ports/second-opinion.js';

/** Finds one phrase, says how often it was asked, and can be taken down. */
export class FakeSecondOpinion extends SecondOpinion {
  readonly version = 'fake-1';
  readonly asked: (readonly string[])[] = [];
  isDown = false;

  constructor(
    private readonly phrase = 'Jane Doe',
    private readonly category: PhiCategory = 'NAME',
  ) {
    super();
  }

  async detect(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
  ): Promise<readonly (readonly PhiMatch[])[]> {
    this.asked.push([...texts]);
    if (this.isDown) throw new DomainError('service_unavailable', 'the second opinion is not available');
    return texts.map((text) => (categories.has(this.category) ? this.matchesIn(text) : []));
  }

  private matchesIn(text: string): readonly PhiMatch[] {
    const { category, phrase } = this;
    return Array.from(text.matchAll(new RegExp(phrase, 'g')), ({ index }) => ({
      category,
      start: index,
      end: index + phrase.length,
      confidence: 0.9,
      rule: 'fake',
    }));
  }
}
