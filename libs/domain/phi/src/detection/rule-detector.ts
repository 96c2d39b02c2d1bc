import { categoryRank, type PhiCategory } from '../category.js';
import { PhiDetector, type PhiMatch } from '../ports/phi-detector.js';
import { DEFAULT_SENSITIVITY, reaches, type PhiSensitivity } from '../sensitivity.js';
import { Document } from './document.js';
import { KnownNames } from './known-names.js';
import { RuleSet } from './rule-set.js';
import { RULES_VERSION } from './rules-version.js';
import { RULES } from './rules.js';
import { WINDOW, windowsOf, type Window } from './window.js';

/** Finds PHI by cue, form and context; in time linear in the text, whatever the text. */
export class RuleDetector extends PhiDetector {
  readonly version = RULES_VERSION;
  /** By the categories asked for, one bit each. */
  private readonly ruleSets: Partial<Record<PhiSensitivity, Map<number, RuleSet>>> = {};

  /** @param pause lets other work run; awaited after every 16 K units of text, so not at all for an ordinary prompt. */
  constructor(private readonly pause: () => Promise<void>) {
    super();
  }

  async detect(
    texts: readonly string[],
    categories: ReadonlySet<PhiCategory>,
    sensitivity: PhiSensitivity = DEFAULT_SENSITIVITY,
  ): Promise<readonly (readonly PhiMatch[])[]> {
    const rules = this.ruleSet(categories, sensitivity);
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
    return documents.map((document) => document.matches);
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

  private ruleSet(categories: ReadonlySet<PhiCategory>, sensitivity: PhiSensitivity): RuleSet {
    const kept = (this.ruleSets[sensitivity] ??= new Map<number, RuleSet>());
    let key = 0;
    for (const category of categories) key |= 1 << categoryRank(category);
    const known = kept.get(key);
    if (known) return known;
    const active = RULES.filter((rule) => reaches(sensitivity, rule.level ?? DEFAULT_SENSITIVITY));
    const rules = new RuleSet(active, categories);
    kept.set(key, rules);
    return rules;
  }
}
