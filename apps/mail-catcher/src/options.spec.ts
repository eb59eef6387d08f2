import { describe, expect, it } from '@jest/globals';
import { optionsFromEnvironment } from './options.js';

const PORTS = { MAIL_CATCHER_SMTP_PORT: '4406', MAIL_CATCHER_PAGE_PORT: '0' };

describe('the options of the mail catcher', () => {
  it('are its two ports', () => {
    expect(optionsFromEnvironment(PORTS)).toEqual({ smtpPort: 4406, pagePort: 0 });
    expect(optionsFromEnvironment({ ...PORTS, NODE_ENV: 'development' })).toEqual({ smtpPort: 4406, pagePort: 0 });
  });

  it('are refused in production, where its page would show all mail to anybody', () => {
    expect(() => optionsFromEnvironment({ ...PORTS, NODE_ENV: 'production' })).toThrow(/never runs/);
  });

  it.each(['x', '-1', '65536', '1.5'])('are refused with the port "%s"', (port) => {
    expect(() => optionsFromEnvironment({ ...PORTS, MAIL_CATCHER_SMTP_PORT: port })).toThrow(/MAIL_CATCHER_SMTP_PORT/);
  });
});
