const NOT_ALPHANUMERIC = /[^\p{L}\p{N}]+/gu;

/**
 * What is digested of an identifier, so that the trail can be asked for a person by an identifier: its category, and its
 * letters and digits alone, in lower case, as `123-45-6789` and `123 45 6789` are the same number.
 */
export const subjectText = (category: string, identifier: string): string =>
  `${category}:${identifier.normalize('NFKC').toLowerCase().replace(NOT_ALPHANUMERIC, '')}`;
