// A real model of ONNX, of one step: each token's row of a table, which says how likely each label is. Written as the
// messages of Protocol Buffers that a `.onnx` file is (github.com/onnx/onnx, onnx.proto3).

const FLOAT = 1;
const INT64 = 7;

type Bytes = readonly number[];

function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

const number = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, content: Bytes): Bytes => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...content,
];
const text = (field: number, content: string): Bytes => bytes(field, [...new TextEncoder().encode(content)]);

/** A ValueInfoProto: the name, the kind of number and the length of each dimension, by number or by name. */
function tensor(name: string, kind: number, shape: readonly (number | string)[]): Bytes {
  const dimensions = shape.flatMap((length) =>
    bytes(1, typeof length === 'number' ? number(1, length) : text(2, length)),
  );
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, kind), ...bytes(2, dimensions)]))];
}

/** @param rows by token the weight of each label */
export function tinyModel(rows: readonly (readonly number[])[]): Uint8Array {
  const labels = rows[0]?.length ?? 0;
  const weights = [...new Uint8Array(Float32Array.from(rows.flat()).buffer)];
  const gather = [...text(1, 'table'), ...text(1, 'input_ids'), ...text(2, 'logits'), ...text(4, 'Gather')];
  const table = [
    ...number(1, rows.length),
    ...number(1, labels),
    ...number(2, FLOAT),
    ...text(8, 'table'),
    ...bytes(9, weights),
  ];
  const graph = [
    ...bytes(1, gather),
    ...text(2, 'tiny'),
    ...bytes(5, table),
    ...bytes(11, tensor('input_ids', INT64, [1, 'tokens'])),
    ...bytes(12, tensor('logits', FLOAT, [1, 'tokens', labels])),
  ];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 13))]);
}
