/** Flows: a matter's file -> a checked Flow; answers and what was said -> the next answers, a reply, effects. */
export { converse, finished } from './converse.ts';
export type { Fault, Field, Flow, FlowBook, Json, Span, Stage, StageAction } from './flow.ts';
export { sentenceOf } from './flow.ts';
export type { ButtonPayload, Conversation, Effect, Input, Output, Said, SubmitResult } from './input.ts';
export { emptyConversation } from './input.ts';
export { type Loaded, loadBook, loadFlow } from './load.ts';
export { jsonSchema } from './schema.ts';
export type { Answer, Draft, DraftEvent, DraftStatus } from './state.ts';
export { fold } from './state.ts';
export { isSensitive, shown } from './types/index.ts';
export type { SentFile } from './types/media.ts';
