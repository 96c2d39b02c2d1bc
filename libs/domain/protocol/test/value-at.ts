/** What stands at a path of a body, e.g. `messages[0].content[1].text`; undefined where nothing does. */
export const valueAt = (body: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((key) => key !== '')
    .reduce<unknown>((value, key) => Object(value)[key], body);
