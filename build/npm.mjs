// Fetches what a folder's package-lock.json pins, once: does nothing when it is there already, and runs no script of any
// package. Ends the whole program with what to do where npm cannot.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A hash of all that these files hold. */
export const stampOf = (folder, ...files) => {
  const hash = createHash('sha256');
  files.forEach(file => hash.update(readFileSync(join(folder, file))));
  return hash.digest('hex');
};

/** Whether a file says just this. */
export const holds = (file, text) => existsSync(file) && readFileSync(file, 'utf8') === text;

/**
 * @param folder holds package.json and package-lock.json, and gets node_modules
 * @param what is fetched, as a sentence names it
 * @param user what needs it, as the beginning of a sentence
 */
export const fetchOnce = (folder, what, user) => {
  const locked = stampOf(folder, 'package-lock.json');
  const fetched = join(folder, 'node_modules', '.earshot-stamp');
  if (holds(fetched, locked)) return;
  console.error('Fetching ' + what + ' with npm (once) ...');
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: folder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (npm.status !== 0) {
    console.error('npm could not fetch them' + (npm.error ? ' (' + npm.error.message + ')' : '') +
      '. ' + user + ' needs npm and, the first time, its registry.');
    process.exit(1);
  }
  writeFileSync(fetched, locked);
};
