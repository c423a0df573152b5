// Uses the org at the address given as jsforce's users do, and says what happened as one line of JSON.
import jsforce from 'jsforce';
import streaming from 'jsforce/lib/api/streaming.js';

const { StreamingExtension } = streaming;
const CHANNEL = '/data/CoSell__chn';
const PATIENCE = 20_000;
const [loginUrl, clientId, clientSecret] = process.argv.slice(2);

const connection = new jsforce.Connection({
  version: '62.0',
  oauth2: { loginUrl, clientId, clientSecret },
});

/** The first event that the test accepts, heard with jsforce's streaming client from a position. */
function hears(position, accepts, whenSubscribed) {
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => reject(new Error('no event')), PATIENCE);
    const replay = new StreamingExtension.Replay(CHANNEL, position);
    const failure = new StreamingExtension.AuthFailure((message) =>
      reject(new Error(JSON.stringify(message))),
    );
    const client = connection.streaming.createClient([failure, replay]);
    const subscription = client.subscribe(CHANNEL, (event) => {
      if (accepts(event)) {
        clearTimeout(giveUp);
        client.disconnect().then(() => resolve(event));
      }
    });
    subscription.then(whenSubscribed, reject);
  });
}

const changed = (event) => event.payload.ChangeEventHeader.changedFields ?? [];

await connection.authorize({ grant_type: 'client_credentials' });
const identity = await connection.identity();
const described = await connection.sobject('Opportunity').describe();
const global = await connection.describeGlobal();

const account = await connection.sobject('Account').create({
  Name: 'Jsforce & Sons',
  BillingCountry: 'GB',
});
const created = await connection.sobject('Opportunity').create({
  Name: "O'Hara's deal",
  AccountId: account.id,
  StageName: 'Prospecting',
  CloseDate: '2027-03-31',
  Amount: 48000,
});
const read = await connection.sobject('Opportunity').retrieve(created.id);
const found = await connection
  .sobject('Opportunity')
  .find({ Name: "O'Hara's deal", Amount: { $gte: 48000 } }, 'Id, Name, Account.Name')
  .limit(5);
const queried = await connection.query(
  `SELECT Id, (SELECT Id FROM Microsoft_Solutions__r) FROM Opportunity WHERE Id = '${created.id}'`,
);
const upsert = () =>
  connection.sobject('Opportunity').upsert(
    {
      Referral_Identifier__c: 'a1b2c3d4-0000-4000-8000-000000000001',
      Name: 'Upserted',
      StageName: 'Prospecting',
      CloseDate: '2027-04-30',
    },
    'Referral_Identifier__c',
  );
const inserted = await upsert();
const updated = await upsert();
const many = await connection
  .sobject('Contact')
  .create([{ LastName: 'One' }, { LastName: 'Two' }, { FirstName: 'Nameless' }]);

const live = await hears(
  -1,
  (event) => changed(event).includes('Amount'),
  () => connection.sobject('Opportunity').update({ Id: created.id, Amount: 51000 }),
);
await connection.sobject('Opportunity').update({ Id: created.id, NextStep: 'Call' });
const replayed = await hears(
  live.event.replayId,
  (event) => changed(event).includes('NextStep'),
  () => {},
);

const refused = await connection
  .sobject('Opportunity')
  .update({ Id: created.id, StageName: null })
  .then(
    () => '',
    (error) => error.errorCode,
  );
const deleted = await connection.sobject('Opportunity').destroy(created.id);
const gone = await connection
  .sobject('Opportunity')
  .retrieve(created.id)
  .then(
    () => '',
    (error) => error.errorCode,
  );

console.log(
  JSON.stringify({
    username: identity.username,
    objects: global.sobjects.map((it) => it.name),
    externalIds: described.fields.filter((it) => it.externalId).map((it) => it.name),
    readName: read.Name,
    readAmount: read.Amount,
    foundAccount: found[0]?.Account?.Name,
    queriedChildren: queried.records[0].Microsoft_Solutions__r,
    insertedNew: inserted.created,
    updatedNew: updated.created,
    sameRecord: inserted.id === updated.id,
    many: many.map((it) => it.success),
    liveAmount: live.payload.Amount,
    liveRecord: live.payload.ChangeEventHeader.recordIds[0] === created.id,
    liveOrigin: live.payload.ChangeEventHeader.changeOrigin,
    replayedNextStep: replayed.payload.NextStep,
    replayedLater: replayed.event.replayId > live.event.replayId,
    refused,
    deleted: deleted.success,
    gone,
  }),
);
process.exit(0);
