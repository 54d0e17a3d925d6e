import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { z } from 'zod';

/** A root's certificate and its private key (PKCS #8), both PEM. */
export interface RootFiles {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** What an authority keeps: its roots and what it has revoked. */
export interface AuthorityFiles {
  readonly mspId: string;
  readonly identity: RootFiles;
  readonly tls: RootFiles;
  readonly revocations: readonly Revocation[];
}

const Revocation = z.strictObject({
  serialNumber: z.string().regex(/^[0-9a-f]+$/),
  revokedAt: z.iso.datetime(),
});
export type Revocation = Readonly<z.infer<typeof Revocation>>;

const Revocations = z.array(Revocation);
const About = z.strictObject({ mspId: z.string().min(1) });

const ABOUT = 'authority.json';
const REVOKED = 'revoked.json';

/** The authority of the directory; null if there is no such directory. @throws Error if damaged. */
export async function loadAuthority(directory: string): Promise<AuthorityFiles | null> {
  const about = await readIfPresent(join(directory, ABOUT));
  if (about === null) return null;
  const { mspId } = About.parse(JSON.parse(about));
  return {
    mspId,
    identity: await loadRoot(directory, 'ca'),
    tls: await loadRoot(directory, 'tlsca'),
    revocations: Revocations.parse(JSON.parse(await readFile(join(directory, REVOKED), 'utf8'))),
  };
}

/** Write a new authority whole: a crash leaves either all of it or nothing under its name. */
export async function saveAuthority(directory: string, files: AuthorityFiles): Promise<void> {
  const parent = dirname(directory);
  await mkdir(parent, { recursive: true });
  const draft = await mkdtemp(join(parent, '.new-'));
  await writeDurably(join(draft, 'ca.pem'), files.identity.certificatePem);
  await writeDurably(join(draft, 'ca.key'), files.identity.privateKeyPem);
  await writeDurably(join(draft, 'tlsca.pem'), files.tls.certificatePem);
  await writeDurably(join(draft, 'tlsca.key'), files.tls.privateKeyPem);
  await writeDurably(join(draft, REVOKED), JSON.stringify(files.revocations));
  await writeDurably(join(draft, ABOUT), JSON.stringify({ mspId: files.mspId }));
  await rename(draft, directory);
  await syncDirectory(parent);
}

export async function saveRevocations(
  directory: string,
  revocations: readonly Revocation[],
): Promise<void> {
  const draft = join(directory, `${REVOKED}.new`);
  await writeDurably(draft, JSON.stringify(revocations));
  await rename(draft, join(directory, REVOKED));
  await syncDirectory(directory);
}

async function loadRoot(directory: string, name: string): Promise<RootFiles> {
  const certificatePem = await readFile(join(directory, `${name}.pem`), 'utf8');
  const privateKeyPem = await readFile(join(directory, `${name}.key`), 'utf8');
  const held = createPublicKey(createPrivateKey(privateKeyPem));
  if (!new X509Certificate(certificatePem).publicKey.equals(held)) {
    throw new Error(`${join(directory, name)}: the key is not the certificate's`);
  }
  return { certificatePem, privateKeyPem };
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Private keys are among these files: only the owner reads them. */
async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
