import type { PhiCategory } from '../category.js';
import { PhiDetector, type PhiMatch } from '../ports/phi-detector.js';
import { DEFAULT_SENSITIVITY, type PhiSensitivity } from '../sensitivity.js';
import { Document } from './document.js';
import { KnownNames } from './known-names.js';
import { assertFewMatches } from './most-matches.js';
import { RuleSets } from './rule-sets.js';
import { RULES_VERSION } from './rules-version.js';
import { WINDOW, windowsOf, type Window } from './window.js';

/** Finds PHI by cue, form and context; in time linear in the text, whatever the text. */
export class RuleDetector extends PhiDetector {
  readonly version = RULES_VERSION;
  private readonly ruleSets = new RuleSets();

  /** @param pause lets other work run; awaited after every 16 K units of text, so not at all for an ordinary prompt. */
  constructor(private readonly pause: () => Promise<void>) {
    super();
  }

  /** @throws DomainError `payload_too_large` for more than MOST_MATCHES. */
  async detect(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
    sensitivity: PhiSensitivity = DEFAULT_SENSITIVITY,
  ): Promise<readonly (readonly PhiMatch[])[]> {
    const rules = this.ruleSets.of(categories, sensitivity);
    const names = new KnownNames();
    const documents = texts.map((text) => new Document(text, categories, rules, names));
    await this.eachWindow(documents, (document, window) => {
      document.read(window);
    });
    for (const document of documents) document.close();
    if (!names.isEmpty) {
      await this.eachWindow(documents, (document, window) => {
        document.readAgain(window);
      });
    }
    const found = documents.map((document) => document.matches);
    assertFewMatches(found.reduce((sum, { length }) => sum + length, 0));
    return found;
  }

  private async eachWindow(
    documents: readonly Document[],
    visit: (document: Document, window: Window) => void,
  ): Promise<void> {
    let sincePause = 0;
    for (const document of documents) {
      for (const window of windowsOf(document.text)) {
        const size = window.to - window.from;
        if (sincePause + size > WINDOW) {
          await this.pause();
          sincePause = 0;
        }
        visit(document, window);
        sincePause += size;
      }
    }
  }
}
