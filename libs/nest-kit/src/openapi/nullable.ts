/** The generator writes OpenAPI 3.0's `nullable`; in 3.1 null is a type. Rewrites a description in place. */
export function writeNullAsType(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const value of Object.values<unknown>({ ...node })) writeNullAsType(value);
  if (!('nullable' in node)) return;
  delete node.nullable;
  if ('type' in node) Object.assign(node, { type: [node.type, 'null'] });
  else if ('allOf' in node && Array.isArray(node.allOf)) {
    Object.assign(node, { anyOf: node.allOf.concat({ type: 'null' }) });
    delete node.allOf;
  }
}
