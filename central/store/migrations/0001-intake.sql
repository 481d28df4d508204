-- Stations, their keys and one-time codes; orders as far as a visit needs them; accepted results; the audit trail.

CREATE TABLE stations (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,40}$'),
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

-- A station may hold several keys for the time of a rotation. `kid` is the RFC 7638 thumbprint of (x, y).
CREATE TABLE station_keys (
  kid text PRIMARY KEY,
  station_id text NOT NULL REFERENCES stations (id),
  x text NOT NULL,
  y text NOT NULL,
  enrolled_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX station_keys_by_station ON station_keys (station_id);

-- Only the digest of a code is kept.
CREATE TABLE enrolment_codes (
  code_sha256 text PRIMARY KEY,
  station_id text NOT NULL REFERENCES stations (id),
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  used_by_kid text
);

CREATE TABLE orders (
  reference text PRIMARY KEY,
  station_id text NOT NULL REFERENCES stations (id),
  purpose text NOT NULL,
  surname text NOT NULL,
  given_names text NOT NULL,
  birth_date text NOT NULL,
  nationality text NOT NULL,
  identification_number text,
  appointment_at text,
  state text NOT NULL CHECK (state IN ('open', 'closed', 'cancelled')),
  closed_by_jti text
);
CREATE INDEX orders_open_at_station ON orders (station_id) WHERE state = 'open';

-- Identity of a result is (jti, payload_sha256): signature strings can be spelt in several ways.
CREATE TABLE results (
  jti text PRIMARY KEY,
  payload_sha256 text NOT NULL,
  station_id text NOT NULL REFERENCES stations (id),
  kid text NOT NULL REFERENCES station_keys (kid),
  seq bigint NOT NULL,
  order_ref text NOT NULL,
  colour text NOT NULL CHECK (colour IN ('STOPPED', 'RED', 'YELLOW', 'GREEN')),
  status text NOT NULL CHECK (status IN ('accepted', 'quarantined')),
  rule_pack_sha256 text NOT NULL,
  sealed bytea NOT NULL,
  sealed_sha256 text NOT NULL,
  signed text NOT NULL,
  received_at timestamptz NOT NULL,
  receipt_id text NOT NULL UNIQUE,
  receipt text NOT NULL
);
CREATE INDEX results_by_station_seq ON results (station_id, seq);

-- No personal data: identifiers of machines and messages, closed words, fixed sentences. `station_id` of a refused message is what the
-- message claimed, hence no reference.
CREATE TABLE audit_events (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  event text NOT NULL,
  security boolean NOT NULL,
  station_id text,
  jti text,
  problem text,
  detail text
);
CREATE INDEX audit_events_security ON audit_events (at) WHERE security;
