const WIDTH = 24;

/** Tells how far something is: a bar that moves on a terminal, a line in ten elsewhere; on stderr. */
export class ProgressBar {
  readonly #label: string;
  readonly #moving: boolean;
  #tenth = -1;

  constructor(label: string) {
    this.#label = label;
    this.#moving = process.stderr.isTTY;
  }

  show(done: number, of: number, what: string): void {
    const share = of === 0 ? 1 : done / of;
    if (this.#moving) this.#redraw(share, what);
    else this.#line(Math.floor(share * 10), what);
  }

  /** Leave the line behind; what follows begins below it. */
  end(): void {
    if (this.#moving) process.stderr.write('\n');
  }

  #redraw(share: number, what: string): void {
    const full = Math.round(share * WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    const percent = `${Math.floor(share * 100)}`.padStart(3);
    process.stderr.write(`\r\u001b[2K${this.#label} ${bar} ${percent} % ${what}`);
  }

  #line(tenth: number, what: string): void {
    if (tenth === this.#tenth) return;
    this.#tenth = tenth;
    process.stderr.write(`${this.#label} ${tenth * 10} % ${what}\n`);
  }
}
