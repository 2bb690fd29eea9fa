export type Filled = Record<string, string | string[]>;

export interface FormState {
  values: Filled;
  /** Names of required fields that were left empty at the last try. */
  missing: Set<string>;
  fill(name: string, value: string | string[]): void;
  /** True when a required field is empty; the fields then say so. */
  complain(): boolean;
  submit(label: string): Promise<void>;
  reset(): void;
}
