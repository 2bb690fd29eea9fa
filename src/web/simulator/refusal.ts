/** An answer of 400: the sentence is shown to the person at the page. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
