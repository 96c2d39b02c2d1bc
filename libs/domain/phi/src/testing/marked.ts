import { PHI_CATEGORIES, type PhiCategory } from '../category.js';
import { RuleDetector } from '../detection/rule-detector.js';

const detector = new RuleDetector(async () => undefined);

/** The text of an example without its marks: "SSN «123-45-6789»" says what a detector should find. */
export const unmarked = (example: string): string => example.replace(/[«»]/g, '');

/** `text` with everything found in it between « and ». */
export async function marked(text: string, ...categories: PhiCategory[]): Promise<string> {
  const [matches = []] = await detector.detect([text], new Set(categories.length > 0 ? categories : PHI_CATEGORIES));
  let result = '';
  let done = 0;
  for (const { start, end } of matches) {
    result += `${text.slice(done, start)}«${text.slice(start, end)}»`;
    done = end;
  }
  return result + text.slice(done);
}
