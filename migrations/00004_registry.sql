-- +goose Up
-- The registry: entries with all their versions, who keeps them true, what was
-- agreed to, and what waits for a moderator. The table place stays what people
-- see: the last approved revision of every visible entry.

-- People are known by an address that they have shown to read, and by nothing
-- else. An erased one keeps its key alone, so that the history still adds up.
CREATE TABLE atlante.person (
  id           uuid NOT NULL CONSTRAINT person_key PRIMARY KEY,
  email        text NOT NULL,
  email_folded text CONSTRAINT person_email_is_unique UNIQUE,
  lang         text NOT NULL CONSTRAINT person_lang_is_known CHECK (lang IN ('it', 'en')),
  created_at   timestamptz NOT NULL,
  erased_at    timestamptz,
  CONSTRAINT person_has_an_address_until_erased CHECK (
    CASE WHEN erased_at IS NULL THEN email <> '' AND email_folded IS NOT NULL ELSE email = '' AND email_folded IS NULL END)
);

CREATE TABLE atlante.network (
  id           text NOT NULL CONSTRAINT network_key PRIMARY KEY CONSTRAINT network_id_is_a_short_name CHECK (id ~ '^[a-z][a-z0-9_]{0,39}$'),
  name         text NOT NULL,
  source       text NOT NULL,
  licence      text NOT NULL,
  retrieved_on date
);

-- An entry is a place in the registry, whether people see it or not; its id is
-- that of the place. kind, comune, network and the signs by which duplicates
-- are found are those of the waiting revision, else of the public one.
CREATE TABLE atlante.entry (
  id             uuid NOT NULL CONSTRAINT entry_key PRIMARY KEY,
  key            text NOT NULL CONSTRAINT entry_import_key_is_unique UNIQUE, -- by which imports know it again
  state          text NOT NULL CONSTRAINT entry_state_is_known CHECK (state IN ('draft', 'email_pending', 'submitted', 'in_review',
                      'changes_requested', 'published', 'archived', 'rejected', 'merged', 'suspended', 'erased')),
  version        int  NOT NULL CONSTRAINT entry_version_is_positive CHECK (version > 0), -- the number of its transitions
  public         int  NOT NULL DEFAULT 0, -- number of a revision, 0 none; so the next two
  waiting        int  NOT NULL DEFAULT 0,
  checked        int  NOT NULL DEFAULT 0, -- the last public one that a moderator has looked at
  last           int  NOT NULL DEFAULT 0,
  merged_into    uuid CONSTRAINT entry_is_merged_into_an_entry REFERENCES atlante.entry,
  verification   text NOT NULL CONSTRAINT entry_verification_is_known CHECK (verification IN
                      ('unverified', 'self_confirmed', 'registry_matched', 'moderator_checked', 'visited')),
  kind           text, -- no foreign keys here: place has them for what people see, and `atlante check` looks at the rest
  comune         text,
  network        text CONSTRAINT entry_network_exists REFERENCES atlante.network,
  browser        bytea CONSTRAINT entry_browser_is_a_hash CHECK (length(browser) = 32), -- whose draft it is
  created_at     timestamptz NOT NULL,
  changed_at     timestamptz NOT NULL,
  submitted_at   timestamptz,
  codes          text[] NOT NULL DEFAULT '{}', -- codice fiscale and partita IVA
  domains        text[] NOT NULL DEFAULT '{}', -- of web and mail addresses
  phones         text[] NOT NULL DEFAULT '{}', -- E.164
  folded         text NOT NULL DEFAULT '',     -- name, and position, of what people do not see: those of a place
  position       ext.geometry(Point, 4326),    -- stand in place
  CONSTRAINT entry_numbers_are_of_revisions CHECK (public BETWEEN 0 AND last AND waiting BETWEEN 0 AND last
    AND checked BETWEEN 0 AND last),
  CONSTRAINT entry_merged_says_into_what CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
  CONSTRAINT entry_erased_is_not_seen CHECK (state <> 'erased' OR (public = 0 AND waiting = 0 AND browser IS NULL))
);
CREATE INDEX entry_waiting ON atlante.entry (submitted_at, id) WHERE waiting <> 0;
CREATE INDEX entry_by_browser ON atlante.entry (browser) WHERE browser IS NOT NULL;
CREATE INDEX entry_by_merge ON atlante.entry (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX entry_by_code ON atlante.entry USING gin (codes) WHERE codes <> '{}';
CREATE INDEX entry_by_domain ON atlante.entry USING gin (domains) WHERE domains <> '{}';
CREATE INDEX entry_by_phone ON atlante.entry USING gin (phones) WHERE phones <> '{}';
CREATE INDEX entry_by_position ON atlante.entry USING gist ((position::ext.geography)) WHERE position IS NOT NULL;

-- Every version of what an entry says. Never changed; erasure empties content.
-- No foreign key to the entry, here and in transition: entries are never deleted,
-- an import of many places took a tenth longer with them, and `atlante check`
-- looks for strays.
CREATE TABLE atlante.revision (
  entry        uuid NOT NULL,
  number       int  NOT NULL CONSTRAINT revision_number_is_positive CHECK (number > 0),
  content      jsonb NOT NULL,
  author       uuid CONSTRAINT revision_author_is_a_person REFERENCES atlante.person, -- NULL: an unconfirmed draft, or the program
  role         text NOT NULL, -- in which the author wrote
  at           timestamptz NOT NULL,
  reason       text NOT NULL,
  source       text NOT NULL,
  licence      text NOT NULL,
  retrieved_on date,
  approved     boolean NOT NULL,
  CONSTRAINT revision_key PRIMARY KEY (entry, number)
);
CREATE INDEX revision_by_author ON atlante.revision (author) WHERE author IS NOT NULL;

-- One line for every change of an entry.
CREATE TABLE atlante.transition (
  entry      uuid NOT NULL,
  version    int  NOT NULL, -- of the entry afterwards
  at         timestamptz NOT NULL,
  actor      uuid CONSTRAINT transition_actor_is_a_person REFERENCES atlante.person,
  role       text NOT NULL,
  action     text NOT NULL,
  from_state text NOT NULL,
  to_state   text NOT NULL,
  revision   int  NOT NULL,
  reason     text NOT NULL,
  CONSTRAINT transition_key PRIMARY KEY (entry, version)
);
CREATE INDEX transition_by_actor ON atlante.transition (actor) WHERE actor IS NOT NULL;

CREATE TABLE atlante.steward (
  entry  uuid NOT NULL CONSTRAINT steward_keeps_an_entry REFERENCES atlante.entry,
  person uuid NOT NULL CONSTRAINT steward_is_a_person REFERENCES atlante.person,
  role   text NOT NULL CONSTRAINT steward_role_is_known CHECK (role IN ('owner', 'editor')),
  since  timestamptz NOT NULL,
  CONSTRAINT steward_key PRIMARY KEY (entry, person)
);
CREATE INDEX steward_by_person ON atlante.steward (person);

-- "It is ours" and "something is wrong". It counts once its address is confirmed.
CREATE TABLE atlante.message (
  id           uuid NOT NULL CONSTRAINT message_key PRIMARY KEY,
  entry        uuid NOT NULL CONSTRAINT message_is_about_an_entry REFERENCES atlante.entry,
  claim        boolean NOT NULL,
  person       uuid CONSTRAINT message_is_by_a_person REFERENCES atlante.person,
  text         text NOT NULL,
  at           timestamptz NOT NULL,
  confirmed_at timestamptz,
  closed_at    timestamptz,
  CONSTRAINT message_confirmed_is_by_somebody CHECK (confirmed_at IS NULL OR person IS NOT NULL)
);
CREATE INDEX message_open ON atlante.message (at, id) WHERE confirmed_at IS NOT NULL AND closed_at IS NULL;
CREATE INDEX message_by_entry ON atlante.message (entry);
CREATE INDEX message_by_person ON atlante.message (person) WHERE person IS NOT NULL;

-- Boxes ticked or not, with the version of the text that was shown.
CREATE TABLE atlante.consent (
  id      bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT consent_key PRIMARY KEY,
  entry   uuid NOT NULL CONSTRAINT consent_is_about_an_entry REFERENCES atlante.entry,
  person  uuid CONSTRAINT consent_is_by_a_person REFERENCES atlante.person, -- NULL until the address is confirmed
  what    text NOT NULL CONSTRAINT consent_is_known CHECK (what IN ('licence', 'privacy', 'publish')),
  version text NOT NULL,
  given   boolean NOT NULL,
  at      timestamptz NOT NULL
);
CREATE INDEX consent_by_entry ON atlante.consent (entry);
CREATE INDEX consent_by_person ON atlante.consent (person) WHERE person IS NOT NULL;

-- Writes that were done, so that the same one sent again is done once. Kept for
-- 48 hours; holds no private data.
CREATE TABLE atlante.write_key (
  who     bytea NOT NULL CONSTRAINT write_key_who_is_a_hash CHECK (length(who) = 32),
  key     uuid  NOT NULL,
  what    bytea NOT NULL CONSTRAINT write_key_what_is_a_hash CHECK (length(what) = 32),
  outcome jsonb,
  at      timestamptz NOT NULL,
  CONSTRAINT write_key_key PRIMARY KEY (who, key)
);
CREATE INDEX write_key_by_time ON atlante.write_key (at);

-- Tombstones: what was erased, to be erased again when an older copy comes back.
CREATE TABLE atlante.erasure (
  id   uuid NOT NULL CONSTRAINT erasure_key PRIMARY KEY,
  what text NOT NULL CONSTRAINT erasure_is_of_something_known CHECK (what IN ('entry', 'person')),
  at   timestamptz NOT NULL
);

-- What people see of an entry beside what imports bring; public contacts only.
ALTER TABLE atlante.place
  ADD COLUMN description  text   NOT NULL DEFAULT '',
  ADD COLUMN hours        text   NOT NULL DEFAULT '',
  ADD COLUMN wheelchair   text   NOT NULL DEFAULT '' CONSTRAINT place_wheelchair_is_known CHECK (wheelchair IN ('', 'yes', 'limited', 'no')),
  ADD COLUMN areas        text[] NOT NULL DEFAULT '{}',
  ADD COLUMN legal_form   text   NOT NULL DEFAULT '',
  ADD COLUMN operator     text   NOT NULL DEFAULT '',
  ADD COLUMN website      text   NOT NULL DEFAULT '',
  ADD COLUMN contacts     jsonb  NOT NULL DEFAULT '[]',
  ADD COLUMN verification text   NOT NULL DEFAULT 'unverified',
  ADD COLUMN network      text   CONSTRAINT place_network_exists REFERENCES atlante.network,
  ALTER COLUMN batch DROP NOT NULL;

-- Who operates a place, the place inside which it is, the network it is in.
CREATE TABLE atlante.relation (
  place        uuid NOT NULL CONSTRAINT relation_is_of_a_place REFERENCES atlante.place ON DELETE CASCADE,
  what         text NOT NULL CONSTRAINT relation_is_known CHECK (what IN ('operates', 'hosts', 'member_of')),
  organization uuid CONSTRAINT relation_organization_exists REFERENCES atlante.organization ON DELETE CASCADE,
  host         uuid CONSTRAINT relation_host_exists REFERENCES atlante.place ON DELETE CASCADE,
  network      text CONSTRAINT relation_network_exists REFERENCES atlante.network,
  CONSTRAINT relation_key PRIMARY KEY (place, what),
  CONSTRAINT relation_is_with_one_body CHECK ((what = 'operates') = (organization IS NOT NULL)
    AND (what = 'hosts') = (host IS NOT NULL) AND (what = 'member_of') = (network IS NOT NULL))
);
CREATE INDEX relation_by_organization ON atlante.relation (organization) WHERE organization IS NOT NULL;
CREATE INDEX relation_by_host ON atlante.relation (host) WHERE host IS NOT NULL;

-- Places that are there already become published entries with one revision, as
-- their batch brought them.
INSERT INTO atlante.entry (id, key, state, version, public, checked, last, verification, kind, comune, created_at, changed_at)
SELECT p.id, p.key, 'published', 1, 1, 1, 1, 'unverified', p.kind, p.comune, b.created_at, b.created_at
  FROM atlante.place p JOIN atlante.batch b ON b.id = p.batch;
INSERT INTO atlante.revision (entry, number, content, role, at, reason, source, licence, retrieved_on, approved)
SELECT p.id, 1, jsonb_build_object('kind', p.kind, 'name', p.name, 'comune', coalesce(p.comune, ''), 'locality', p.locality,
         'address', p.address, 'position', CASE WHEN p.position IS NOT NULL THEN jsonb_build_array(ext.ST_X(p.position), ext.ST_Y(p.position)) END,
         'precision', p.precision, 'radius_m', p.radius_m, 'street_confirmed', p.street_confirmed,
         'position_source', p.position_source, 'status', p.status, 'service_area', to_jsonb(p.service_area),
         'may_reach', to_jsonb(p.may_reach), 'note', p.note, 'confirmed_on', coalesce(p.confirmed_on::text, '')),
       'admin', b.created_at, 'import ' || b.file, p.source, p.licence, p.retrieved_on, true
  FROM atlante.place p JOIN atlante.batch b ON b.id = p.batch;
INSERT INTO atlante.transition (entry, version, at, role, action, from_state, to_state, revision, reason)
SELECT p.id, 1, b.created_at, 'admin', 'import', '', 'published', 1, 'import ' || b.file
  FROM atlante.place p JOIN atlante.batch b ON b.id = p.batch;
ALTER TABLE atlante.place DROP COLUMN key;

-- +goose Down
ALTER TABLE atlante.place ADD COLUMN key text;
UPDATE atlante.place p SET key = e.key FROM atlante.entry e WHERE e.id = p.id;
DELETE FROM atlante.place WHERE batch IS NULL;
ALTER TABLE atlante.place ALTER COLUMN key SET NOT NULL, ADD CONSTRAINT place_import_key_is_unique UNIQUE (key),
  ALTER COLUMN batch SET NOT NULL, DROP COLUMN description, DROP COLUMN hours, DROP COLUMN wheelchair, DROP COLUMN areas,
  DROP COLUMN legal_form, DROP COLUMN operator, DROP COLUMN website, DROP COLUMN contacts, DROP COLUMN verification,
  DROP COLUMN network;
DROP TABLE atlante.relation, atlante.erasure, atlante.write_key, atlante.consent, atlante.message, atlante.steward,
  atlante.transition, atlante.revision, atlante.entry, atlante.network, atlante.person CASCADE;
