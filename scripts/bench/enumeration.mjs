import { alternating, show } from './pairs.mjs';

const FROM_ONE = 0.05;

/** Somebody else's object against none at all, for a query and a mutation: who asks must not see it by the time it takes. */
export async function enumeration(api, { pledgeIds, absentIds, rival }) {
  const asks = {
    'node(id)': (id) => ({ query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id } }),
    withdrawPledge: (id) => ({
      query: 'mutation ($id: ID!) { withdrawPledge(input: { pledgeId: $id }) { userErrors { code } } }',
      variables: { id },
    }),
  };
  let isOk = true;
  for (const [name, body] of Object.entries(asks)) {
    const ask = (ids) => (pair) => api.send(body(ids[pair]), rival);
    const { ratio } = await alternating(ask(pledgeIds), ask(absentIds), { pairs: pledgeIds.length });
    console.log(`${name} of somebody else's against one of nothing: ${show(ratio, 3)} (at most ${FROM_ONE} from 1)`);
    isOk &&= Math.abs(ratio.median - 1) <= FROM_ONE;
  }
  return isOk;
}
