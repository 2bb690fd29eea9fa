/** Files the bot has sent. */
import type { DoubleFile } from '../../src/doubles/port.ts';
import { until } from '../support/service.ts';
import type { Talker } from './leader-setting.ts';

/** The newest file the bot has sent somebody. */
export async function fileTo(talker: Talker, name: string): Promise<DoubleFile> {
  const files = () =>
    talker.heard().flatMap((message) => {
      const { file_key: key } = message.content as { file_key?: string };
      return talker.double.file?.(key ?? message.id) ?? [];
    });
  const seen = await until(files, (found) => found.some((file) => file.name.includes(name)));
  const file = seen.findLast((one) => one.name.includes(name));
  if (!file) throw new Error(`no file ${name}`);
  return file;
}
