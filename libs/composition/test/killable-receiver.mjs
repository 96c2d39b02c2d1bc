// A syslog receiver in a process of its own: `node killable-receiver.mjs PORT FILE`. Appends the id and the sequence of
// each message to the file as soon as it is read, and prints its port.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:net';

const [port, file] = process.argv.slice(2);
const server = createServer((socket) => {
  let held = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    held = Buffer.concat([held, bytes]);
    let rows = '';
    for (;;) {
      const space = held.indexOf(0x20);
      const length = Number(held.toString('latin1', 0, space));
      if (space < 1 || held.length < space + 1 + length) break;
      const message = held.toString('utf8', space + 1, space + 1 + length);
      const { tenant, sequence } =
        /tenant="(?<tenant>[^"]+)" .*?sequence="(?<sequence>\d+)"/.exec(message)?.groups ?? {};
      rows += `${tenant} ${sequence}\n`;
      held = held.subarray(space + 1 + length);
    }
    appendFileSync(file, rows);
  });
});
server.listen(Number(port), '127.0.0.1', () => process.send(server.address().port));
