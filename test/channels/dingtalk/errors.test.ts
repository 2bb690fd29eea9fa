import { describe, expect, test } from 'vitest';
import { judge, outcomeOf } from '../../../src/channels/dingtalk/errors.ts';

const failure = (code: string, status = 400, afterMs?: number) => ({
  status,
  code,
  message: '',
  ...(afterMs !== undefined && { afterMs }),
});

describe('a failed send is tried again', () => {
  test.each([
    ['no answer', failure('network', 0), 'message', 1000],
    ['no answer in time', failure('timeout', 0), 'message', 1000],
    ['a server error', failure('http-502', 502), 'message', 1000],
    ['system.error', failure('system.error', 500), 'message', 1000],
    ['busy (-1)', failure('-1', 200), 'message', 1000],
    ['too many a second', failure('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 403), 'app', 1000],
    ['too many a minute', failure('Forbidden.AccessDenied.QpmLimitForApi', 403), 'app', 1000],
    ['too many, the old way', failure('90018', 200), 'app', 1000],
    ['a banned address', failure('1111', 200), 'app', 300_000],
    ['a page instead of an answer', failure('not-json', 200), 'app', 300_000],
    ['a blocked robot', failure('410100', 200), 'chat', 600_000],
    ['too fast to one chat', failure('send.too.fast'), 'chat', 1000],
    ['perhaps sent', failure('unknown.send.result'), 'message', 30_000],
  ] as const)('after %s', (_, given, pause, atLeast) => {
    const outcome = outcomeOf(given);
    expect(outcome).toMatchObject({ result: 'retry', pause });
    expect(outcome.result === 'retry' && outcome.afterMs).toBeGreaterThanOrEqual(atLeast);
  });

  test('not before the platform says so', () => {
    expect(outcomeOf(failure('http-503', 503, 90_000))).toMatchObject({ afterMs: 90_000 });
    expect(outcomeOf(failure('1111', 200, 5_000))).toMatchObject({ afterMs: 300_000 });
  });
});

describe('a failed send is given up', () => {
  test.each([
    ['the month is over', failure('Forbidden.AccessDenied.ApiCountLimitForOrg', 403), 'app'],
    ['the month is over, the old way', failure('90020', 200), 'app'],
    ['a permission is missing', failure('Forbidden.AccessDenied.AccessTokenPermissionDenied', 403), 'app'],
    ['the address is not listed', failure('Forbidden.AccessDenied.IpNotInWhiteList', 403), 'app'],
    ['the secret is wrong', failure('invalidClientIdOrSecret'), 'app'],
    ['the robot belongs to another app', failure('invalidParameter.robotCode.auth'), 'app'],
    ['the bot is stopped', failure('bot.stopped'), 'app'],
    ['something nobody knows', failure('brand.new.code'), 'app'],
    ['there is no such person', failure('staffId.notExisted'), 'recipient'],
    ['the group is gone', failure('group.disbanded'), 'target'],
    ['the group is gone, the old way', failure('400013', 200), 'target'],
    ['the content was turned away', failure('contain.sensitive.words'), 'content'],
    ['a field is wrong', failure('invalidParameter.msgParam.invalid'), 'content'],
    ['the message is too long', failure('460101', 200), 'content'],
  ] as const)('when %s', (_, given, fault) => {
    expect(outcomeOf(given)).toMatchObject({ result: 'refused', fault, code: given.code });
  });
});

test('a refused token is renewed, an expired session left', () => {
  expect(judge(failure('InvalidAuthentication')).do).toBe('renew-token');
  expect(judge(failure('40014', 200)).do).toBe('renew-token');
  expect(judge(failure('http-401', 401)).do).toBe('renew-token');
  expect(judge(failure('300001', 200)).do).toBe('leave-session');
});
