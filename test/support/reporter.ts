import mocha from 'mocha';

const { reporters } = mocha;

/** Mocha's Spec reporter whose very last line is `N passed, N failed, N skipped`. */
export default class ClosingLine extends reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed, ${pending} skipped`);
  }
}
