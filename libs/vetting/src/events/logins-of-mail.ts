/** The address that a forge gives to an account names the account itself, with its number or without. */
const ADDRESS_OF_LOGIN = /^(?:\d+\+)?([a-z\d][a-z\d-]*)@users\.noreply\.github\.com$/i;

/**
 * Accounts of a forge that a history knows by their login, and by the address that the forge gave to the same account.
 * Any other mail address is linked with nothing: that it looks like a login proves nothing.
 * @returns pairs of the login and the address
 */
export function loginsOfMail(names: ReadonlySet<string>): [string, string][] {
  const byLogin = new Map([...names].filter((name) => !name.includes('@')).map((name) => [name.toLowerCase(), name]));
  return [...names].sort().flatMap((name): [string, string][] => {
    const login = byLogin.get(ADDRESS_OF_LOGIN.exec(name)?.[1]?.toLowerCase() ?? '');
    return login === undefined ? [] : [[login, name]];
  });
}
