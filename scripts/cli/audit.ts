import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { contracts } from '../../chaincode/index.js';
import { audit } from '../../gateway-api/audit/audit.js';
import { printAudit } from '../../gateway-api/audit/print.js';
import { PROGRAMME } from '../../network/topology.js';
import { ExitCode, UsageError } from './exit.js';
import type { CommonOptions } from './options.js';

/** How many blocks lie between two signs of life. */
const SIGN_EVERY = 500;

/** `counterfoil audit`: verify the ledger of a data directory from its files alone; REFUSED when anything is off. */
export async function auditCommand(options: CommonOptions): Promise<ExitCode> {
  const data = resolve(options.data);
  if (!existsSync(join(data, 'ledger', PROGRAMME.channel))) {
    const where = { en: `there is no ledger in ${data}`, zh: `${data} 中没有账本` };
    throw new UsageError(where[options.lang]);
  }
  const progress = (block: number): void => {
    if (block > 0 && block % SIGN_EVERY === 0) process.stderr.write(`${block}\n`);
  };
  const report = await audit({ dataDirectory: data, topology: PROGRAMME, contracts, progress });
  console.log(options.json ? JSON.stringify(report) : printAudit(report, options.lang));
  return report.ok ? ExitCode.DONE : ExitCode.REFUSED;
}
