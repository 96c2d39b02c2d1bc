/** The value of one key: `tag:cost_center`; calls without it are `none`. */
export type TagKeyGroup = `tag:${string}`;

/** What a group of that form looks like in a question. */
export const TAG_KEY_GROUP = /^tag:[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export const isTagKeyGroup = (group: string): group is TagKeyGroup => group.startsWith('tag:');

/** What begins the tags that such a group is about. */
export const tagPrefix = (group: TagKeyGroup): string => `${group.slice('tag:'.length)}=`;

/** The groups that a call with these tags (`key=value`) counts in. */
export function tagGroups(tags: readonly string[], group: 'tag' | TagKeyGroup): readonly string[] {
  if (group === 'tag') return tags.length === 0 ? ['none'] : tags;
  const prefix = tagPrefix(group);
  const found = tags.toSorted().find((tag) => tag.startsWith(prefix));
  return [found?.slice(prefix.length) ?? 'none'];
}
