/**
 * What a connection needs besides its URL: options of the session, added to
 * those the URL may carry itself (which would otherwise win and drop ours).
 */
export interface Connection {
  readonly connectionString: string;
  readonly options: string;
}

/**
 * Every session runs in UTC: Prisma's adapter writes and reads times without
 * their zone, and would be hours off on a server set to Asia/Shanghai.
 */
export function connectionOf(url: string, ...settings: string[]): Connection {
  const address = new URL(url);
  const own = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  const ours = ['TimeZone=UTC', ...settings].map((setting) => `-c ${setting}`);
  return { connectionString: address.href, options: [own, ...ours].join(' ').trim() };
}
