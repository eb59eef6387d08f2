/**
 * Loads `oidc-provider` without its notice that Node 20 is not among the versions its authors support: our specs run
 * the whole flow on Node 20, and a warning on every start of the demo would only worry. Nothing else is swallowed.
 */
export async function loadLibrary(): Promise<typeof import('oidc-provider')> {
  const warn = console.warn;
  console.warn = (...parts: unknown[]) => {
    if (!String(parts[0]).includes('Unsupported runtime')) warn(...parts);
  };
  try {
    return await import('oidc-provider');
  } finally {
    console.warn = warn;
  }
}
