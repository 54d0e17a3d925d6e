/**
 * What Fabric 3.1.5 answers, had by running its own packages (common/policydsl, common/cauthdsl,
 * common/policies/inquire) on made-up policies: an oracle that knows nothing of our code. A line is a
 * question, an arrow and the answer.
 */

/** A text and the envelope that Fabric makes of it, base64, or `refused`. */
export const PARSED = linesOf(`
OR('A.peer') => EggSBggBEgIIABoHEgUKAUEQAw==
AND('A.peer', OR('B.member', 'C.admin')) => EhYSFAgCEgIIAhIMEgoIARICCAASAggBGgUSAwoBQhoHEgUKAUMQARoHEgUKAUEQAw==
AND(OR('BankAMSP.peer', 'BankBMSP.peer'), OR('CoreMSP.peer', 'AccessMSP.peer')) => EiASHggCEgwSCggBEgIIABICCAESDBIKCAESAggCEgIIAxoOEgwKCEJhbmtBTVNQEAMaDhIMCghCYW5rQk1TUBADGg0SCwoHQ29yZU1TUBADGg8SDQoJQWNjZXNzTVNQEAM=
OutOf(2, 'A.client', AND('B.orderer', 'C.peer'), "D-1.x.peer") => EhoSGAgCEgIIAhIMEgoIAhICCAASAggBEgIIAxoHEgUKAUIQBBoHEgUKAUMQAxoHEgUKAUEQAhoLEgkKBUQtMS54EAM=
OutOf('1', 'A.peer', 'A.peer') => EgwSCggBEgIIABICCAEaBxIFCgFBEAMaBxIFCgFBEAM=
outof(0, 'A.peer') => EgYSBBICCAAaBxIFCgFBEAM=
OutOf(2, 'A.peer') => EggSBggCEgIIABoHEgUKAUEQAw==
And( 'A.peer' ,Or('B.peer')) => EhISEAgCEgIIARIIEgYIARICCAAaBxIFCgFCEAMaBxIFCgFBEAM=
OutOf(3, 'A.peer') => refused
AND() => refused
'A.peer' => refused
OR('A.peer' => refused
OR('A.chief') => refused
OR('A_b.peer') => refused
and('A.peer', 'B.peer') => refused
oR('A.peer') => refused
OutOf(-1, 'A.peer') => refused
OR('A.peer' 'B.peer') => refused
OR('A.peer') OR('B.peer') => refused
 => refused
`);

/** A policy and who signed, in order; whether that satisfies it. */
export const EVALUATED = linesOf(`
OR(AND('C.peer', 'D.peer'), 'A.peer', 'B.peer') by C.peer C.peer B.peer => holds
OR(OutOf(1, 'C.peer', 'B.peer', 'B.member'), AND('C.peer', 'B.peer', 'A.peer'), OR('B.peer', 'D.peer', 'B.peer')) by D.peer A.peer B.peer => holds
OutOf(1, OR('D.peer', 'B.peer', 'B.peer'), AND('C.member', 'A.admin'), OutOf(2, 'C.peer', 'A.peer')) by B.peer C.peer B.peer B.peer D.admin => holds
OR('A.member', OR('A.admin', 'B.peer', 'B.peer')) by B.peer A.peer A.peer B.peer C.peer => holds
OR(OutOf(2, 'A.peer', 'A.peer'), 'B.peer') by A.admin A.peer B.peer => holds
OR(OutOf(2, 'A.peer', 'D.peer', 'D.peer'), 'D.peer') by D.peer D.peer C.peer A.admin A.peer => holds
OR('A.peer', 'B.peer') by A.peer D.peer D.peer B.peer C.peer => holds
AND(OutOf(2, 'D.peer', 'C.peer'), OR('B.peer', 'A.peer', 'B.peer')) by C.peer A.peer C.peer D.peer B.peer => holds
AND(OutOf(1, 'D.peer', 'D.member'), 'B.peer') by B.peer C.peer D.peer => holds
OR('D.peer', 'A.member', 'B.peer') by B.admin B.peer A.peer D.admin => holds
OR(OR('A.peer', 'B.peer'), 'A.peer', 'D.peer') by D.peer A.peer D.peer => holds
OR('D.peer', 'B.peer') by B.peer B.peer C.admin B.admin B.admin => holds
OR('C.peer', OutOf(3, 'D.peer', 'C.peer', 'D.peer'), 'A.peer') by A.peer D.peer A.admin C.peer => holds
OutOf(1, AND('A.peer', 'C.peer'), 'B.peer', OR('D.peer', 'D.peer', 'C.peer')) by A.admin A.peer D.peer => holds
AND('C.peer', 'D.peer', 'B.member') by B.admin A.peer D.peer C.peer A.peer => holds
OR(AND('D.peer', 'D.peer', 'C.peer'), AND('B.peer', 'D.peer', 'D.peer'), OR('A.member', 'B.member', 'C.peer')) by C.peer A.peer B.peer A.peer => holds
OutOf(2, AND('B.peer', 'A.peer'), OR('B.peer', 'A.peer'), OR('C.admin', 'C.peer', 'D.peer')) by B.peer B.peer A.peer B.admin => holds
OR(OR('B.peer', 'A.peer'), AND('A.admin', 'C.peer', 'B.peer')) by A.peer A.peer D.peer C.peer => holds
OR('D.peer', OR('A.peer', 'A.peer'), AND('C.peer', 'D.peer')) by B.peer D.peer B.peer B.peer => holds
OutOf(1, 'B.peer', OR('C.peer', 'B.peer', 'D.peer')) by B.peer B.peer => holds
AND(AND('C.peer', 'B.member', 'B.peer'), OutOf(1, 'A.peer', 'B.peer'), 'B.peer') by C.peer B.peer B.peer D.admin => fails
AND(OutOf(1, 'C.member', 'C.admin', 'C.peer'), 'D.peer') by B.peer A.peer => fails
OutOf(3, OutOf(1, 'A.peer', 'D.peer', 'D.peer'), AND('A.peer', 'C.member', 'D.peer'), OR('D.peer', 'C.peer', 'A.peer')) by B.peer B.peer D.peer C.peer C.admin => fails
OutOf(1, OutOf(2, 'D.peer', 'B.peer'), AND('D.peer', 'B.peer', 'B.peer')) by D.peer A.peer => fails
OutOf(3, 'D.peer', 'D.peer', AND('D.peer', 'D.peer', 'D.peer')) by A.peer A.peer C.peer B.peer => fails
AND('D.peer', 'A.peer') by A.peer C.admin B.peer => fails
AND(OutOf(3, 'D.peer', 'D.peer', 'C.peer'), 'A.peer', OutOf(2, 'A.peer', 'D.peer')) by D.peer C.admin D.peer A.peer D.peer => fails
AND(OutOf(1, 'D.peer', 'C.member'), OR('B.peer', 'B.peer'), 'C.peer') by C.admin D.peer C.peer A.peer => fails
OutOf(2, 'D.peer', 'C.peer', OR('D.peer', 'C.peer')) by D.peer C.admin B.peer B.peer B.admin => fails
OutOf(2, OutOf(2, 'D.peer', 'B.peer'), AND('A.peer', 'B.peer'), 'D.peer') by A.peer A.peer B.peer => fails
AND(OutOf(3, 'B.peer', 'C.peer', 'C.peer'), 'A.member') by D.peer C.peer A.peer => fails
OutOf(2, 'C.peer', OutOf(2, 'B.peer', 'B.admin')) by B.peer C.peer D.peer => fails
OR(OutOf(1, 'B.peer', 'D.peer', 'D.peer'), 'B.peer') by B.admin A.admin A.peer C.admin C.peer => fails
OutOf(3, 'C.admin', 'B.peer', 'A.peer') by B.peer C.peer B.peer A.admin B.peer => fails
OR(AND('B.peer', 'C.peer', 'A.admin'), 'D.peer') by C.peer C.peer => fails
OutOf(2, AND('D.peer', 'B.peer'), OutOf(1, 'A.peer', 'A.peer', 'B.peer'), AND('B.peer', 'B.peer')) by B.admin D.admin A.peer A.peer => fails
AND(AND('C.member', 'C.peer', 'B.peer'), 'B.peer', OutOf(1, 'D.member', 'A.peer')) by B.admin C.peer => fails
OutOf(3, OR('C.peer', 'B.peer', 'D.peer'), AND('D.peer', 'C.peer'), OutOf(1, 'C.peer', 'A.admin')) by D.peer A.peer => fails
OutOf(3, OutOf(2, 'B.peer', 'B.peer'), OutOf(1, 'D.admin', 'B.peer'), OutOf(2, 'A.peer', 'C.peer')) by D.peer C.peer => fails
OutOf(3, 'A.peer', 'C.peer', 'C.peer') by D.peer C.peer => fails
`);

/** Policies to be satisfied together, and the principal sets that do so, sorted. */
export const MERGED = linesOf(`
AND(OR('C.peer', 'B.peer'), 'B.member') & OutOf(1, AND('B.peer', 'D.peer', 'A.peer')) => a.peer+b.peer+b.peer+d.peer
OR(AND('C.peer', 'C.peer', 'D.peer'), 'C.peer', 'A.peer') & OutOf(1, OR('C.peer', 'B.admin', 'D.peer')) => c.peer
OR('D.peer', AND('C.admin', 'D.peer')) & AND(OutOf(1, 'A.peer', 'D.peer'), 'C.member', OutOf(2, 'B.peer', 'D.peer', 'B.peer')) & OR(OR('A.peer', 'D.peer'), 'D.peer', 'C.admin') => b.peer+c.member+d.peer+d.peer
AND(OR('B.peer', 'D.peer'), OutOf(2, 'C.admin', 'B.peer', 'B.peer'), 'B.peer') & OutOf(1, OR('B.peer', 'C.peer', 'B.peer'), 'D.peer', 'B.peer') & OR('B.peer', OutOf(1, 'D.peer', 'B.peer')) => b.peer+b.peer+b.peer+b.peer
OutOf(2, 'B.peer', 'A.peer', 'C.member') & AND(AND('A.peer', 'A.peer'), AND('A.member', 'B.admin')) => a.member+a.peer+a.peer+b.admin+b.peer|a.member+a.peer+a.peer+b.admin+c.member
AND(AND('B.peer', 'A.peer'), OutOf(1, 'B.peer', 'A.peer'), 'A.peer') & AND(AND('C.peer', 'B.member'), OR('A.peer', 'C.member', 'D.peer')) => a.peer+a.peer+b.member+b.peer+b.peer+c.peer
OutOf(2, 'C.peer', OR('A.peer', 'A.peer')) & OutOf(1, AND('B.admin', 'B.peer', 'A.peer'), OutOf(2, 'A.member', 'B.peer'), 'D.peer') => a.member+a.peer+b.peer+c.peer|a.peer+b.admin+b.peer+c.peer|a.peer+c.peer+d.peer
OR(OR('D.peer', 'C.peer'), 'C.peer', OR('A.admin', 'D.peer', 'B.peer')) & OutOf(2, AND('D.peer', 'B.peer'), 'A.peer') & OutOf(1, 'A.peer', OutOf(1, 'A.peer', 'C.peer')) => a.peer+b.peer+d.peer
OR(OutOf(1, 'C.peer', 'D.peer', 'B.admin'), AND('D.peer', 'A.peer')) & OR(OR('C.peer', 'B.admin'), 'B.peer', AND('B.peer', 'D.peer', 'A.member')) => a.member+b.peer+d.peer|a.peer+b.peer+d.peer|b.admin|c.peer
OutOf(3, AND('B.peer', 'D.member'), 'B.peer', 'A.peer') & AND(OR('D.peer', 'B.peer', 'A.peer'), 'D.member', AND('C.admin', 'A.peer')) & OutOf(1, 'A.peer', 'C.peer') => a.peer+b.peer+b.peer+c.admin+d.member
OutOf(1, 'B.peer', 'A.peer', 'B.peer') & AND(AND('D.peer', 'C.peer', 'B.peer'), OR('A.peer', 'C.admin')) & OR('C.peer', 'A.peer', 'C.peer') => a.peer+b.peer+c.peer+d.peer|b.peer+c.admin+c.peer+d.peer
OR(OR('B.peer', 'A.peer', 'A.member'), OR('B.peer', 'D.peer', 'A.peer'), OutOf(2, 'A.member', 'C.peer', 'B.peer')) & AND(OR('D.peer', 'B.peer'), AND('A.peer', 'D.peer'), OutOf(1, 'C.peer', 'D.peer', 'C.peer')) & OR(OR('D.peer', 'A.peer', 'C.peer'), OR('A.peer', 'C.peer', 'D.member')) => a.peer+d.peer+d.peer+d.peer
OutOf(1, 'B.peer', 'C.peer', 'B.peer') & OutOf(3, 'B.peer', OutOf(3, 'B.peer', 'C.peer', 'A.member'), OutOf(2, 'C.member', 'B.peer')) & OutOf(2, 'B.peer', OR('C.peer', 'B.peer', 'D.peer')) => a.member+b.peer+b.peer+b.peer+c.member+c.peer
AND('C.peer', 'B.admin') & OR('C.peer', 'B.peer') & OR(OutOf(1, 'B.peer', 'D.peer'), 'A.peer', AND('A.peer', 'A.member')) => a.peer+b.admin+c.peer|b.admin+b.peer+c.peer|b.admin+c.peer+d.peer
OR('D.peer', OutOf(1, 'A.peer', 'D.peer'), 'D.member') & OutOf(2, 'D.peer', AND('B.peer', 'A.peer', 'D.admin'), 'D.admin') => a.peer+b.peer+d.admin+d.admin|d.admin+d.peer
OR(AND('B.peer', 'C.admin'), 'C.peer', OutOf(2, 'C.peer', 'C.peer', 'A.peer')) & OR(OutOf(1, 'B.peer', 'A.peer', 'D.peer'), AND('A.peer', 'B.peer'), OR('D.peer', 'D.peer')) & OR(AND('C.peer', 'A.peer'), 'C.peer') => a.peer+c.peer|c.peer+d.peer
OR('C.member', 'A.member', AND('A.peer', 'B.peer')) & OutOf(2, OR('A.peer', 'C.admin', 'C.member'), AND('A.member', 'B.peer', 'C.peer')) => a.member+a.peer+b.peer+c.peer|a.member+b.peer+c.admin+c.peer|a.member+b.peer+c.member+c.peer
OR('D.peer', OR('B.peer', 'B.peer')) & AND(OR('A.peer', 'A.peer', 'D.peer'), OutOf(1, 'B.peer', 'C.peer', 'D.peer')) => a.peer+b.peer|d.peer+d.peer
OutOf(3, AND('C.peer', 'A.peer', 'A.peer'), AND('D.peer', 'B.peer'), OR('C.peer', 'C.admin', 'B.peer')) & OR(AND('D.peer', 'C.peer'), AND('D.peer', 'C.peer')) => a.peer+a.peer+b.peer+c.peer+c.peer+d.peer
OutOf(2, OutOf(1, 'C.peer', 'C.member'), OR('D.peer', 'C.peer'), AND('B.peer', 'A.peer')) & OR(AND('A.peer', 'A.peer', 'A.peer'), AND('B.peer', 'C.peer'), AND('B.admin', 'D.peer', 'B.peer')) & OutOf(1, OutOf(1, 'C.member', 'A.peer'), 'D.peer', 'D.peer') => a.peer+a.peer+a.peer+b.peer+c.member|a.peer+a.peer+a.peer+b.peer+d.peer|b.admin+b.peer+c.member+d.peer|b.peer+c.peer+c.peer
AND(AND('D.peer', 'C.peer'), OR('B.peer', 'C.peer'), 'C.peer') & OR('C.member', OR('C.peer', 'A.peer')) & OR(OR('A.peer', 'B.peer', 'C.peer'), 'A.peer') => c.peer+c.peer+c.peer+d.peer
OutOf(1, 'A.peer', OR('C.peer', 'D.peer')) & OR(AND('D.peer', 'C.peer', 'D.peer'), OutOf(1, 'A.peer', 'D.peer', 'D.peer'), OutOf(1, 'C.peer', 'A.peer', 'B.peer')) => a.peer|c.peer|d.peer
OR('D.peer', OutOf(2, 'B.peer', 'C.peer')) & OutOf(2, 'C.peer', 'C.peer') & OR(OR('D.peer', 'A.peer', 'B.peer'), OutOf(1, 'C.peer', 'C.member', 'A.member')) => b.peer+c.peer+c.peer
OR('D.peer', OR('A.peer', 'D.peer')) & AND('B.peer', OR('C.member', 'C.peer'), AND('D.peer', 'A.peer')) => a.peer+b.peer+c.member+d.peer|a.peer+b.peer+c.peer+d.peer
AND('C.peer', AND('A.member', 'B.peer'), OR('B.peer', 'D.peer', 'A.peer')) & OutOf(1, OutOf(2, 'D.peer', 'B.admin', 'C.peer'), AND('B.member', 'B.peer')) => a.member+b.peer+b.peer+c.peer
AND(OR('D.peer', 'B.peer', 'D.peer'), AND('A.member', 'D.peer', 'D.peer'), 'D.peer') & OR(OutOf(2, 'D.peer', 'B.peer', 'D.peer'), 'A.member', OR('C.peer', 'B.peer', 'C.peer')) => a.member+d.peer+d.peer+d.peer+d.peer
OutOf(3, OutOf(1, 'C.peer', 'D.peer'), OutOf(2, 'C.member', 'A.peer'), 'D.peer') & OR('C.peer', OR('A.peer', 'B.peer', 'C.peer'), OR('A.admin', 'D.admin')) => a.peer+c.member+d.peer+d.peer
OutOf(3, 'D.peer', OR('B.peer', 'D.peer', 'B.peer'), OutOf(1, 'D.peer', 'C.peer')) => b.peer+c.peer+d.peer|b.peer+c.peer+d.peer|b.peer+d.peer+d.peer|b.peer+d.peer+d.peer|c.peer+d.peer+d.peer|d.peer+d.peer+d.peer
OutOf(3, OutOf(2, 'B.peer', 'B.peer'), 'C.peer', OutOf(3, 'D.peer', 'A.peer', 'A.peer')) => a.peer+a.peer+b.peer+b.peer+c.peer+d.peer
OR(OR('B.peer', 'C.peer'), AND('D.peer', 'B.peer', 'C.peer'), 'B.peer') => b.peer|b.peer|b.peer+c.peer+d.peer|c.peer
OutOf(2, 'A.peer', 'C.peer') => a.peer+c.peer
OR(OR('D.peer', 'D.peer', 'A.peer'), AND('B.peer', 'D.admin')) => a.peer|b.peer+d.admin|d.peer|d.peer
OutOf(2, OutOf(2, 'A.peer', 'B.peer'), OR('A.peer', 'B.peer', 'B.peer')) => a.peer+a.peer+b.peer|a.peer+b.peer+b.peer|a.peer+b.peer+b.peer
OR('C.peer', 'D.admin') => c.peer|d.admin
OR('B.peer', OutOf(2, 'D.peer', 'C.peer', 'C.peer'), AND('B.member', 'A.admin', 'C.peer')) => a.admin+b.member+c.peer|b.peer|c.peer+c.peer|c.peer+d.peer|c.peer+d.peer
AND('A.peer', OR('B.peer', 'C.peer'), 'B.peer') => a.peer+b.peer+b.peer|a.peer+b.peer+c.peer
OR(OR('B.peer', 'D.peer'), OR('C.peer', 'D.peer', 'B.peer')) => b.peer|b.peer|c.peer|d.peer|d.peer
`);

function linesOf(text: string): [question: string, answer: string][] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [question = '', answer = ''] = line.split(' => ');
      return [question, answer];
    });
}
