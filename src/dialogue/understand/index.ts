/** Chinese words to values. Pure: no clock, no I/O; what a reading depends on is its `ReadContext`. */
export { readChoice } from './choices.ts';
export { find } from './find.ts';
export type { IdFault, IdReading } from './id-number.ts';
export { checkIdNumber, readIdNumber } from './id-number.ts';
export { readName } from './names.ts';
export { readPhone } from './phones.ts';
export { read } from './read.ts';
export { say } from './say.ts';
export { normalise } from './source.ts';
export type { Candidate, Choice, Precision, ReadContext, Value, ValueType, WorkCalendar } from './value.ts';
export { write } from './write.ts';
export { readYesNo } from './yes-no.ts';
