import { Command, CommanderError } from 'commander';
import { auditCommand } from './cli/audit.js';
import { check, type CheckOptions } from './cli/check.js';
import { importFiles, type ImportOptions } from './cli/import.js';
import { DEFAULT_PORT, start } from './cli/start.js';
import { story } from './cli/story.js';
import { ExitCode, exitCodeOf, tellError } from './cli/exit.js';
import type { CommonOptions } from './cli/options.js';

/** The `counterfoil` command: parse, run, and end with the exit code that the outcome has. */
export async function main(args: readonly string[]): Promise<void> {
  const program = counterfoil();
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version are what was asked for; anything else of commander's is a wrong call.
      process.exitCode = error.exitCode === 0 ? ExitCode.DONE : ExitCode.USAGE;
      return;
    }
    tellError(error, args.includes('--json'));
    process.exitCode = exitCodeOf(error);
  }
}

function counterfoil(): Command {
  const program = new Command('counterfoil')
    .description('Counterfoil 存根: a permissioned ledger for supply-chain finance')
    .exitOverride()
    .showHelpAfterError();
  common(program.command('start'))
    .description('open the embedded ledger, play the demo story once, and serve the HTTP API')
    .option('--port <port>', 'port on this machine', port, DEFAULT_PORT)
    .option('--fresh', 'begin with an empty data directory', false)
    .option('--no-open', 'do not open a browser')
    .action(start);
  common(program.command('import'))
    .description('read invoices, credit notes, orders and approved payables into drafts')
    .argument('<file...>', 'UBL 2.1 (XML), or payables of an ERP (CSV)')
    .requiredOption('--as <persona>', 'whose drafts they become')
    .action(async (files: string[], options: ImportOptions) => {
      process.exitCode = await importFiles(files, options);
    });
  common(program.command('story'))
    .description('play the whole financing story, and what must fail, on the ledger')
    .action(async (options: CommonOptions) => {
      process.exitCode = await story(options);
    });
  common(program.command('audit'))
    .description(
      'verify the ledger from its files: chain, validation, every act, state, invariants',
    )
    .action(async (options: CommonOptions) => {
      process.exitCode = await auditCommand(options);
    });
  common(program.command('check'))
    .description('the claim report 债权核验报告 of one receivable or lot')
    .argument('<id>', 'rcv_…, or a lot rcv_…:<first unit>')
    .option('--as <persona>', 'who asks', 'auditor')
    .action(async (id: string, options: CheckOptions) => {
      process.exitCode = await check(id, options);
    });
  return program;
}

/** What every command takes. */
function common(command: Command): Command {
  return command
    .option('--data <dir>', 'data directory', '.counterfoil')
    .option('--json', 'one JSON line instead of text', false)
    .option('--lang <lang>', 'zh or en', language, defaultLanguage());
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new CommanderError(2, 'counterfoil.port', `--port takes 0 to 65535, not ${text}`);
}

function language(text: string): CommonOptions['lang'] {
  if (text === 'zh' || text === 'en') return text;
  throw new CommanderError(2, 'counterfoil.lang', `--lang takes zh or en, not ${text}`);
}

function defaultLanguage(): CommonOptions['lang'] {
  return (process.env['LANG'] ?? '').startsWith('zh') ? 'zh' : 'en';
}
