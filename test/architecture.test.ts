import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize, relative } from 'node:path';
import { expect } from 'chai';

/** Folders from the inside out; an import may only point to its own row or an earlier one it names. */
const LAYERS: readonly { readonly folder: string; readonly mayImport: readonly string[] }[] = [
  { folder: 'chaincode/domain', mayImport: [] },
  { folder: 'chaincode/commands', mayImport: ['chaincode/domain'] },
  { folder: 'chaincode/state', mayImport: ['chaincode/commands', 'chaincode/domain'] },
  {
    folder: 'chaincode/contracts',
    mayImport: ['chaincode/state', 'chaincode/commands', 'chaincode/domain'],
  },
  {
    folder: 'chaincode',
    mayImport: ['chaincode/contracts', 'chaincode/state', 'chaincode/domain'],
  },
  { folder: 'network/embedded', mayImport: ['network', 'chaincode'] },
  { folder: 'network', mayImport: ['chaincode/state'] },
  { folder: 'gateway-api', mayImport: ['network', 'network/embedded', 'chaincode'] },
  { folder: 'scripts', mayImport: ['gateway-api', 'network', 'network/embedded', 'chaincode'] },
];

/** `chaincode/fabric.ts` is the door that the layers inside `chaincode` come out by. */
const OPEN_FILES = ['chaincode/fabric.ts'];

/** Each outside package, and the only places that may name it. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  'fabric-contract-api': ['chaincode/fabric.ts'],
  'fabric-shim': ['network/embedded/execution/chaincode-host.ts'],
  level: ['network/embedded/store/level.ts'],
  '@peculiar/x509': ['network/embedded/identity/x509.ts'],
  canonicalize: ['chaincode/state/canonical.ts'],
  'fast-xml-parser': ['gateway-api/documents/xml.ts'],
  'csv-parse': ['gateway-api/documents/payables-csv.ts'],
  '@hyperledger/fabric-gateway': ['gateway-api/ledger'],
  express: ['gateway-api/http'],
  commander: ['scripts/main.ts'],
  'reflect-metadata': ['chaincode/contracts/build.ts', 'network/embedded/identity/x509.ts'],
  '@hyperledger/fabric-protos': ['network', 'gateway-api/ledger', 'gateway-api/audit'],
  '@grpc/grpc-js': ['network/embedded', 'gateway-api/ledger'],
};

/** What the contracts may use beside zod: they run inside a peer. */
const CHAINCODE_PACKAGES = [
  'zod',
  'canonicalize',
  'fabric-contract-api',
  'reflect-metadata',
  'node:crypto',
];
const DOMAIN_PACKAGES = ['zod', 'node:crypto'];

interface Import {
  readonly file: string;
  /** A path from the root for our own, else the package. */
  readonly target: string;
  readonly ours: boolean;
}

const ROOT = new URL('../../', import.meta.url).pathname;
const FOLDERS = ['chaincode', 'network', 'gateway-api', 'scripts'];
const IMPORT =
  /(?:^(?:import|export)\b[^;']*\bfrom\s*|^import\s*|\bimport\(\s*|\brequire\(\s*|\.resolve\(\s*)'([^']+)'/gm;

async function sources(folder: string): Promise<string[]> {
  const found = await readdir(join(ROOT, folder), { recursive: true });
  return found.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}

async function imports(file: string): Promise<Import[]> {
  const text = await readFile(join(ROOT, file), 'utf8');
  return [...text.matchAll(IMPORT)].map(([, path = '']) => {
    if (!path.startsWith('.')) return { file, target: packageOf(path), ours: false };
    const target = normalize(join(dirname(file), path)).replace(/\.js$/, '.ts');
    return { file, target: relative('.', target), ours: true };
  });
}

function packageOf(path: string): string {
  const parts = path.split('/');
  return path.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? path);
}

function layerOf(file: string): (typeof LAYERS)[number] | undefined {
  return LAYERS.find(({ folder }) => file.startsWith(`${folder}/`));
}

describe('the walls', () => {
  let all: Import[] = [];
  let files: string[] = [];

  before(async () => {
    files = (await Promise.all(FOLDERS.map(sources))).flat();
    all = (await Promise.all(files.map(imports))).flat();
  });

  it('were looked at', () => {
    expect(files.length).to.be.greaterThan(100);
    expect(all.filter(({ ours }) => ours).length).to.be.greaterThan(300);
    for (const folder of FOLDERS) {
      expect(
        files.some((file) => file.startsWith(`${folder}/`)),
        folder,
      ).to.equal(true);
    }
  });

  it('let imports point inward only', () => {
    const outward = all
      .filter(({ ours, target }) => ours && !OPEN_FILES.includes(target))
      .filter(({ file, target }) => {
        const from = layerOf(file);
        const to = layerOf(target);
        if (from === undefined || to === undefined) return true;
        return from !== to && !from.mayImport.some((folder) => to.folder.startsWith(folder));
      })
      .map(({ file, target }) => `${file} → ${target}`);
    expect(outward).to.deep.equal([]);
  });

  it('have one door for each outside package', () => {
    const elsewhere = all
      .filter(({ ours, target }) => !ours && Object.hasOwn(DOORS, target))
      .filter(({ file, target }) => DOORS[target]?.every((door) => !file.startsWith(door)))
      .map(({ file, target }) => `${file} → ${target}`);
    expect(elsewhere).to.deep.equal([]);
  });

  it('keep the contracts to what is the same on every peer', () => {
    const foreign = all
      .filter(({ ours, file }) => !ours && file.startsWith('chaincode/'))
      .filter(({ file, target }) => {
        const allowed = file.startsWith('chaincode/domain/') ? DOMAIN_PACKAGES : CHAINCODE_PACKAGES;
        return !allowed.includes(target);
      })
      .map(({ file, target }) => `${file} → ${target}`);
    expect(foreign).to.deep.equal([]);
  });
});
