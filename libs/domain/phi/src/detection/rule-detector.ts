import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import { PhiDetector, type PhiMatch } from '../ports/phi-detector.js';
import { DEFAULT_SENSITIVITY, reaches, type PhiSensitivity } from '../sensitivity.js';
import { fold } from './fold.js';
import { KnownNames } from './known-names.js';
import { mergeMatches } from './merge.js';
import { RuleSet } from './rule-set.js';
import { RULES } from './rules.js';
import { scan } from './scan.js';
import { JsonWalk, looksLikeJson, type Quiet } from './structure/json-walk.js';
import { WINDOW, windowsOf, type Window } from './window.js';

/** Finds PHI by cue, form and context; in time linear in the text, whatever the text. */
export class RuleDetector extends PhiDetector {
  readonly version = 'rules-1';
  private readonly ruleSets = new Map<string, RuleSet>();

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
    const found = texts.map((): PhiMatch[] => []);
    const walks = texts.map((text) => (looksLikeJson(text) ? new JsonWalk(text, categories) : undefined));
    await this.eachWindow(texts, (text, window, index) => {
      const walk = walks[index];
      walk?.advance(window.to);
      for (const match of matchesIn(text, window, rules)) {
        if (walk && isQuiet(walk.quiet, match)) continue;
        found[index]?.push(match);
        if (match.category === 'NAME') names.add(text.slice(match.start, match.end));
      }
    });
    for (const [index, walk] of walks.entries()) {
      for (const match of walk?.matches ?? []) {
        found[index]?.push(match);
        if (match.category === 'NAME') names.add((texts[index] ?? '').slice(match.start, match.end));
      }
    }
    if (!names.isEmpty) {
      await this.eachWindow(texts, (text, window, index) => {
        found[index]?.push(...names.find(text, window.from, window.to));
      });
    }
    return found.map(mergeMatches);
  }

  private async eachWindow(
    texts: readonly string[],
    visit: (text: string, window: Window, index: number) => void,
  ): Promise<void> {
    let sincePause = 0;
    for (const [index, text] of texts.entries()) {
      for (const window of windowsOf(text)) {
        const size = window.to - window.from;
        if (sincePause + size > WINDOW) {
          await this.pause();
          sincePause = 0;
        }
        visit(text, window, index);
        sincePause += size;
      }
    }
  }

  private ruleSet(categories: ReadonlySet<PhiCategory>, sensitivity: PhiSensitivity): RuleSet {
    const key = [sensitivity, ...PHI_CATEGORIES.filter((category) => categories.has(category))].join();
    const known = this.ruleSets.get(key);
    if (known) return known;
    const active = RULES.filter((rule) => reaches(sensitivity, rule.level ?? DEFAULT_SENSITIVITY));
    const rules = new RuleSet(active, categories);
    this.ruleSets.set(key, rules);
    return rules;
  }
}

/** Whether a match lies in one of the stretches, which are sorted and apart. */
function isQuiet(quiet: readonly Quiet[], { start, end }: PhiMatch): boolean {
  let low = 0;
  let high = quiet.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((quiet[middle]?.end ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  return (quiet[low]?.start ?? Infinity) <= start;
}

function matchesIn(text: string, window: Window, rules: RuleSet): PhiMatch[] {
  const folded = fold(text.slice(window.start, window.end));
  const lower = folded.text.toLowerCase();
  const scene = { text: folded.text, lower, plain: folded.text === lower };
  const [from, to] = [folded.offsetOf(window.from - window.start), folded.offsetOf(window.to - window.start)];
  return scan(scene, from, to, rules).map((match) => ({
    ...match,
    start: window.start + folded.originalStart(match.start),
    end: window.start + folded.originalEnd(match.end),
  }));
}
