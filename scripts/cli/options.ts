/** What every command of `counterfoil` takes. */
export interface CommonOptions {
  readonly data: string;
  readonly json: boolean;
  readonly lang: 'zh' | 'en';
}

/** A text in both languages. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}
