// Many readers of one stream, in a process of their own. argv: address, number. Prints one line of JSON when told to end.
import { connect } from 'node:net';

const [address, number] = process.argv.slice(2);
const { hostname, port, pathname } = new URL(address);
const lags = [];
let open = 0;
let refused = 0;
for (let at = 0; at < Number(number); at += 1) {
  const socket = connect(Number(port), hostname, () =>
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: x\r\n\r\n`),
  );
  let isFirst = true;
  let isKnown = false;
  socket.on('data', (data) => {
    const text = data.toString();
    if (isFirst) {
      isFirst = false;
      if (text.startsWith('HTTP/1.1 200')) open += 1;
      else refused += 1;
    }
    const changed = /"changed":"([^"]+)"/.exec(text)?.[1];
    // The first message tells of something that may have been long ago.
    if (changed !== undefined && isKnown) lags.push(Date.now() - Date.parse(changed));
    if (changed !== undefined) isKnown = true;
  });
  socket.on('error', () => {
    refused += 1;
  });
  if (at % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
process.stdin.on('data', (what) => {
  if (!what.toString().includes('end')) return process.stdout.write(`${JSON.stringify({ open, refused })}\n`);
  lags.sort((one, other) => one - other);
  const part = (share) => lags[Math.floor((lags.length - 1) * share)];
  const told = { open, refused, messages: lags.length, median: part(0.5), p99: part(0.99), most: part(1) };
  process.stdout.write(`${JSON.stringify(told)}\n`, () => process.exit());
});
process.stdout.write('{}\n');
