#!/usr/bin/env node
// The launcher: plain JavaScript with Node's own modules only, so that it runs in a clone where nothing
// is installed yet. It installs and builds what is missing or stale, then hands over to the command.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NODE_OLDEST = [20, 19];
const LOCK_WAIT_MS = 10 * 60_000;
const SOURCES = ['chaincode', 'network', 'gateway-api', 'scripts', 'test'];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installedMark = join(root, 'node_modules', '.counterfoil-installed');
const builtMark = join(root, 'dist', '.counterfoil-built');
const lockPath = join(root, '.counterfoil-build.lock');

/** Everything but the command's own output goes to stderr, so that `--json` stays clean. */
function say(text) {
  process.stderr.write(text);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = NODE_OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  say(
    `Counterfoil needs Node ${NODE_OLDEST.join('.')} or newer; this is ${process.versions.node}.\n`,
  );
  process.exit(2);
}

function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\n');
  return hash.digest('hex');
}

function readMark(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** What the installed packages must answer to. */
function wantedPackages() {
  return digest([readFileSync(join(root, 'package-lock.json'), 'utf8'), process.versions.modules]);
}

/** What the build must answer to: every source by name, size and time. */
function wantedBuild() {
  const files = [join(root, 'tsconfig.json'), join(root, 'package-lock.json')];
  for (const folder of SOURCES) collect(join(root, folder), files);
  return digest(
    files
      .sort((a, b) => (a < b ? -1 : 1))
      .map((file) => {
        const { size, mtimeMs } = statSync(file);
        return `${file} ${size} ${mtimeMs}`;
      }),
  );
}

function collect(folder, files) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) collect(path, files);
    else files.push(path);
  }
}

function stale() {
  return readMark(installedMark) !== wantedPackages() || readMark(builtMark) !== wantedBuild();
}

/** Run a program to its end, a dot a second; what it printed is shown only when it fails. */
function run(program, args) {
  return new Promise((resolve, reject) => {
    // npm is a .cmd on Windows, which only a shell starts.
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    const dots = setInterval(() => say('.'), 1000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += chunk));
    }
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(dots);
      say('\n');
      if (code === 0) resolve();
      else reject(new Error(`${program} ${args.join(' ')} failed:\n${output}`));
    });
  });
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** One launcher at a time installs and builds; a lock whose owner has died is taken over. */
async function locked(work) {
  const deadline = Date.now() + LOCK_WAIT_MS;
  while (!takeLock()) {
    const owner = Number(readMark(lockPath) ?? '0');
    if (owner > 0 && !alive(owner)) rmSync(lockPath, { force: true });
    if (Date.now() > deadline) throw new Error(`${lockPath} is held by process ${owner}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  try {
    await work();
  } finally {
    rmSync(lockPath, { force: true });
  }
}

function takeLock() {
  try {
    writeFileSync(lockPath, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function install() {
  if (readMark(installedMark) === wantedPackages()) return;
  say('Installing packages ');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error']);
  writeFileSync(installedMark, wantedPackages());
}

async function build() {
  if (readMark(builtMark) === wantedBuild()) return;
  say('Building ');
  await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc')]);
  mkdirSync(dirname(builtMark), { recursive: true });
  writeFileSync(builtMark, wantedBuild());
}

refuseOldNode();
try {
  if (stale()) {
    await locked(async () => {
      await install();
      await build();
    });
  }
} catch (error) {
  say(`${error.message}\n`);
  process.exit(1);
}
// Every decorator of fabric-contract-api logs a line; the level is read once, at import.
process.env.CORE_CHAINCODE_LOGGING_LEVEL ??= 'error';
const { main } = await import(pathToFileURL(join(root, 'dist', 'scripts', 'main.js')).href);
await main(process.argv.slice(2));
