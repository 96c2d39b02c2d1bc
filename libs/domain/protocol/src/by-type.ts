/**
 * The schema of an object of one of `kinds`, which are told apart by `type`. `type` is judged before anything else, so
 * that what gets named is an unknown kind, or a kind that nobody said, and not what one of them would need.
 * @param unsaid the kind of an object without `type`; without it there must be one.
 */
export const byType = (kinds: Readonly<Record<string, object>>, unsaid?: string): object => ({
  type: 'object',
  allOf: [
    { ...(unsaid === undefined && { required: ['type'] }), properties: { type: { enum: Object.keys(kinds) } } },
    ...Object.entries(kinds).map(([type, kind]) => ({
      if: { ...(type !== unsaid && { required: ['type'] }), properties: { type: { const: type } } },
      then: kind,
    })),
  ],
});
