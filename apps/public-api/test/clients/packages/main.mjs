// Runs the packages of clients for the tests beside it, which ask over the channel of `fork`.
import { pathToFileURL } from 'node:url';

process.on('message', async ({ id, ...asked }) => {
  try {
    process.send({ id, value: await answer(asked) });
  } catch (error) {
    const { name, message, status = error.statusCode } = error;
    process.send({ id, error: { name, message, status } });
  }
});

async function answer({ client, call, asked, file }) {
  if (file) return logged(file);
  const calls = await import(`./${client}.mjs`);
  return calls[call](asked);
}

async function logged(file) {
  const lines = [];
  const { log } = console;
  console.log = (...values) =>
    lines.push(values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' '));
  try {
    await import(pathToFileURL(file).href);
  } finally {
    console.log = log;
  }
  return lines.join('\n');
}
