/** A card the platform would not take. Caught where the check began; it never leaves this folder. */
import type { Refusal } from '../answers.ts';

export class CardFault extends Error {
  readonly refusal: Refusal;

  constructor(code: number, message: string, path: string[] = []) {
    super(message);
    const where = path.length > 0 ? ` ErrPath: ROOT -> ${path.join(' -> ')};` : '';
    this.refusal = { code: 230099, detail: `ErrCode: ${code};${where} ErrMsg: ${message}; ` };
  }
}
