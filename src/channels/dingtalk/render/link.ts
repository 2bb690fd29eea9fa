import type { Button } from '../../port.ts';

/** Longer labels are shortened inside the link, so that what comes back still reads as a press. */
const maxLinkLabel = 20;

/**
 * A link whose tap makes the person send "LABEL #TOKEN" (dingtalk.md 5.5). The
 * host must be all lower case and the text encoded as in a form, or the tap is
 * silently dead.
 */
export function pressLink(button: Pick<Button, 'label' | 'token'>): string {
  const label = [...button.label.replace(/\s+/g, ' ')].slice(0, maxLinkLabel).join('').trim();
  const content = new URLSearchParams({ content: `${label} #${button.token}` });
  return `dtmd://dingtalkclient/sendMessage?${content}`;
}
