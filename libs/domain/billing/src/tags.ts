import { DomainError } from '@radiant/kernel';

/** Tags that one call may carry. */
export const MOST_TAGS = 8;
/** Keys that a tenant may allow. */
export const MOST_TAG_KEYS = 32;

const KEY = /^[a-z][a-z0-9_-]{0,39}$/;
const VALUE = /^[A-Za-z0-9](?:[A-Za-z0-9 ._:/@-]{0,62}[A-Za-z0-9])?$/;

/** What a tag's key and value are made of, for messages. */
export const TAG_KEY_FORM = '1 to 40 lower-case letters, digits, _ or -, a letter first';
export const TAG_FORM = `key=value: a key of ${TAG_KEY_FORM}; a value of 1 to 64 letters, digits, spaces or . _ : / @ -`;

/** A call's mark for reports and budgets. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

export const isTagKey = (text: string): boolean => KEY.test(text);

/** One tag, as `key=value`; undefined when it is none. */
export function parsedTag(text: string): Tag | undefined {
  const at = text.indexOf('=');
  const key = text.slice(0, Math.max(0, at));
  const value = text.slice(at + 1);
  return KEY.test(key) && VALUE.test(value) ? { key, value } : undefined;
}

/**
 * Tags of a list such as `team=cardiology, project=x`, each as `key=value`, sorted.
 * @param field what holds the list. @throws DomainError `validation_error` naming the field; the text is not repeated,
 * since a mistaken one may be anything.
 */
export function tagList(field: string, text: string): readonly string[] {
  const invalid = (expected: string): DomainError =>
    new DomainError('validation_error', `${field} must be ${expected}`, { field });
  const given = text.split(',', MOST_TAGS + 1);
  if (given.length > MOST_TAGS) throw invalid(`${MOST_TAGS} tags at most, separated by commas`);
  const tags = new Map<string, string>();
  for (const each of given) {
    const tag = parsedTag(each.trim());
    if (!tag) throw invalid(`tags separated by commas, each ${TAG_FORM}`);
    if (tags.has(tag.key)) throw invalid('tags of different keys');
    tags.set(tag.key, `${tag.key}=${tag.value}`);
  }
  return [...tags.values()].sort();
}
