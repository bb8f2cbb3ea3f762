// Fetches what package-lock.json pins into node_modules, unless it is there already. The build runs it; by hand:
// node fetch-packages.mjs
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';

const here = dirname(fileURLToPath(import.meta.url));
const lock = createHash('sha256').update(readFileSync(join(here, 'package-lock.json'))).digest('hex');
const stamp = join(here, 'node_modules', '.fetched');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: here,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (run.error?.code === 'ENOENT') {
    console.error('Earshot needs npm, which comes with Node.js, to fetch the consent banner rules: install it and build again.');
    process.exit(1);
  }
  if (run.status !== 0) {
    console.error(`npm could not fetch what ${join(here, 'package-lock.json')} pins: see above; a first build needs the network.`);
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}
