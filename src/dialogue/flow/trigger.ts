/** Which matter a message asks for. */
import { bare, isQuestion, WISH } from './cues.ts';
import type { Flow, FlowBook } from './flow.ts';

export interface Wanted {
  flow: Flow;
  /** The message is the trigger and courtesies, nothing else. */
  whole: boolean;
  /** 先…: it is wanted now, before what is going on. */
  first: boolean;
  asks: boolean;
}

const DENIED = /(?:不|别|不想|不要|没|取消|退出|停止)[^，。,]{0,4}$/u;

/** Whether what stands at a place is denied: 不想登记. */
export const deniedBefore = (message: string, at: number): boolean => DENIED.test(message.slice(0, at));

/** Whether a message is the trigger and courtesies, nothing else. */
export function saysOnly(message: string, trigger: string): boolean {
  const core = bare(message).replace(WISH, '').replace(WISH, '');
  return core === bare(trigger).replace(WISH, '') || bare(message) === trigger.toLowerCase();
}

/** The flow whose longest trigger stands in the message and is not denied. */
export function wantedIn(text: string, flows: FlowBook): Wanted | undefined {
  const message = text.normalize('NFKC');
  let best: { flow: Flow; trigger: string } | undefined;
  for (const flow of flows.values())
    for (const trigger of flow.triggers) {
      const at = message.indexOf(trigger);
      if (at < 0 || deniedBefore(message, at) || (best && best.trigger.length >= trigger.length)) continue;
      best = { flow, trigger };
    }
  if (!best) return undefined;
  return {
    flow: best.flow,
    whole: saysOnly(message, best.trigger),
    first: /^\s*(?:请|我|那|你|您)?先/u.test(message),
    asks: isQuestion(message),
  };
}
