-- +goose Up
-- How people come in: roles, links by mail, sessions, limits, tokens; and the
-- outbox of mails. Of every secret the SHA-256 alone is kept.

-- Keys of the server, made once.
CREATE TABLE atlante.secret (
  name    text NOT NULL CONSTRAINT secret_key PRIMARY KEY,
  value   bytea NOT NULL CONSTRAINT secret_is_long_enough CHECK (length(value) >= 32),
  made_at timestamptz NOT NULL
);

-- Roles that do not come from an entry, and where they hold.
CREATE TABLE atlante.person_grant (
  person     uuid NOT NULL CONSTRAINT person_grant_is_of_a_person REFERENCES atlante.person ON DELETE CASCADE,
  role       text NOT NULL CONSTRAINT person_grant_role_is_known CHECK (role IN ('zone_moderator', 'network_moderator', 'planner', 'admin')),
  zone       int  CONSTRAINT person_grant_zone_exists REFERENCES atlante.zone,
  network    text CONSTRAINT person_grant_network_exists REFERENCES atlante.network,
  granted_at timestamptz NOT NULL,
  CONSTRAINT person_grant_says_where CHECK ((role = 'zone_moderator') = (zone IS NOT NULL)
    AND (role = 'network_moderator') = (network IS NOT NULL))
);
CREATE UNIQUE INDEX person_grant_is_unique ON atlante.person_grant (person, role, coalesce(zone, 0), coalesce(network, ''));

-- Links sent by mail. browser is NULL where none may come in by the link.
CREATE TABLE atlante.link (
  token      bytea NOT NULL CONSTRAINT link_key PRIMARY KEY CONSTRAINT link_token_is_a_hash CHECK (length(token) = 32),
  purpose    text  NOT NULL CONSTRAINT link_purpose_is_known CHECK (purpose IN ('sign_in', 'confirm', 'claim', 'report', 'invite')),
  email      text  NOT NULL,
  folded     text  NOT NULL,
  lang       text  NOT NULL,
  entry      uuid,
  message    uuid,
  to_path    text  NOT NULL CONSTRAINT link_leads_to_this_site CHECK (to_path = '' OR to_path ~ '^/([^/\\]|$)'),
  browser    bytea CONSTRAINT link_browser_is_a_hash CHECK (length(browser) = 32),
  asked_at   timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  CONSTRAINT link_is_used_in_time CHECK (used_at < expires_at)
);
CREATE INDEX link_by_end ON atlante.link (expires_at);
CREATE INDEX link_by_address ON atlante.link (folded);
CREATE INDEX link_by_entry ON atlante.link (entry);

CREATE TABLE atlante.session (
  token      text NOT NULL CONSTRAINT session_key PRIMARY KEY, -- SHA-256 of it, base64url
  person     uuid NOT NULL CONSTRAINT session_is_of_a_person REFERENCES atlante.person ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL, -- to the hour
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_by_person ON atlante.session (person);
CREATE INDEX session_by_end ON atlante.session (expires_at);

-- How often a key was counted in the window of time that begins at since. Keys
-- are HMACs: no address of a machine or a person is here in clear.
CREATE TABLE atlante.rate (
  key   bytea NOT NULL CONSTRAINT rate_key_is_a_hash CHECK (length(key) = 32),
  since timestamptz NOT NULL,
  count int NOT NULL,
  CONSTRAINT rate_key PRIMARY KEY (key, since)
);
CREATE INDEX rate_by_time ON atlante.rate (since);

-- Programs that may write, known by a token.
CREATE TABLE atlante.token (
  token      bytea NOT NULL CONSTRAINT token_key PRIMARY KEY CONSTRAINT token_is_a_hash CHECK (length(token) = 32),
  name       text  NOT NULL CONSTRAINT token_has_a_name CHECK (name <> ''),
  client     uuid  NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

-- Mails to be sent. values is emptied once a mail is sent or given up.
CREATE TABLE atlante.mail (
  id         uuid NOT NULL CONSTRAINT mail_key PRIMARY KEY,
  recipient  text NOT NULL,
  folded     text NOT NULL,
  template   text NOT NULL,
  lang       text NOT NULL CONSTRAINT mail_lang_is_known CHECK (lang IN ('it', 'en')),
  values     jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  until      timestamptz, -- of no use afterwards
  state      text NOT NULL CONSTRAINT mail_state_is_known CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
  attempts   int  NOT NULL DEFAULT 0,
  next_at    timestamptz NOT NULL, -- waiting: not before; sending: the end of the lease
  sent_at    timestamptz,
  fault      text NOT NULL DEFAULT '', -- why it was not sent, without addresses
  CONSTRAINT mail_sent_says_when CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
  CONSTRAINT mail_done_keeps_no_values CHECK (state NOT IN ('sent', 'failed') OR values = '{}')
);
CREATE INDEX mail_to_send ON atlante.mail (next_at, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX mail_by_address ON atlante.mail (folded);
CREATE INDEX mail_by_time ON atlante.mail (created_at);

-- +goose Down
DROP TABLE atlante.mail, atlante.token, atlante.rate, atlante.session, atlante.link, atlante.person_grant, atlante.secret CASCADE;
