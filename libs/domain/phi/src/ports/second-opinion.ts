import type { PhiCategory } from '../category.js';
import type { PhiMatch } from './phi-detector.js';

/** Another detector beside the rules, mostly a model of a language: what either of the two finds is hidden. */
export abstract class SecondOpinion {
  /** Changes whenever the same text could yield other matches; nothing of an address or a path. */
  abstract readonly version: string;

  /**
   * The matches of each text, in the order of `texts`, each within its text and only of `categories`. They may overlap.
   * @throws DomainError `service_unavailable` when there is no whole opinion in time. It is never a part of one.
   */
  abstract detect(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
  ): Promise<readonly (readonly PhiMatch[])[]>;
}
